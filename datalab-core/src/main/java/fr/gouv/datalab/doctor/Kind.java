package fr.gouv.datalab.doctor;

/** What kind of clear value was found. */
public enum Kind {
  NIR,
  SPI,
  PLATE,
  VIN,
  NAME
}
