package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Locale;

/** What the pages of this library share: one style, French numbers, escaped text. */
final class Html {

  static final String STYLE =
      """
      :root{--ink:#161616;--grey:#5c5c5c;--line:#ddd;--blue:#000091;--primary:#f4c7b8;--secondary:#fbe9b7}
      *{box-sizing:border-box}
      body{font:16px/1.5 Marianne,system-ui,"Segoe UI",Arial,sans-serif;color:var(--ink);margin:0;background:#fff}
      main{max-width:66rem;margin:0 auto;padding:2rem 1.25rem 4rem}
      h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem}
      h2{font-size:1.2rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
      p,li{max-width:46rem}
      .notice{color:var(--grey);margin:0 0 1.5rem}
      .verdict{border-left:.4rem solid var(--blue);padding:.75rem 1.25rem;background:#f5f5fe;margin:1.5rem 0}
      .verdict.unsafe{border-color:#ce0500;background:#ffe9e9}
      .verdict strong{display:block;font-size:1.15rem}
      dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;margin:1.5rem 0}
      dt{color:var(--grey);font-size:.875rem}
      dd{margin:0;font-size:1.5rem;font-weight:700;font-variant-numeric:tabular-nums}
      .scroll{overflow:auto;max-height:80vh;margin:1rem 0}
      table{border-collapse:collapse;font-size:.875rem}
      th,td{border:1px solid var(--line);padding:.25rem .6rem;text-align:left;vertical-align:top}
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
      thead th{background:#f6f6f6}
      tbody th{font-weight:400;white-space:nowrap}
      .t{font-weight:700}
      table.map td{text-align:right;min-width:3.2rem;font-variant-numeric:tabular-nums;white-space:nowrap}
      table.map thead th{position:sticky;top:0;vertical-align:bottom}
      table.map tbody th{position:sticky;left:0;background:#fff;z-index:1}
      .scroll:focus-visible,a:focus-visible{outline:3px solid #0a76f6;outline-offset:2px}
      td a{color:inherit;text-decoration:none;display:block;margin:-.25rem -.6rem;padding:.25rem .6rem}
      td a:hover{text-decoration:underline}
      tr:target{outline:3px solid #0a76f6}
      .m{font-size:.75rem;margin-right:.3rem}
      .h1{background:#e3e3fd}.h2{background:#b1b1f9}.h3{background:#6a6af4;color:#fff}.h4{background:#000091;color:#fff}
      .p{background:var(--primary);font-weight:700}
      .s{background:repeating-linear-gradient(135deg,var(--secondary) 0 6px,#f3d98a 6px 7px)}
      .a{background:repeating-linear-gradient(45deg,#fff 0 4px,#eee 4px 6px)}
      .key>span{display:inline-block;padding:0 .6rem;margin-right:.75rem;border:1px solid var(--line);font-size:.875rem}
      .small{font-size:.875rem;color:var(--grey)}
      @media print{main{max-width:none;padding:0}.scroll{overflow:visible}h2{break-after:avoid}
        .scroll{max-height:none}.p,.s,.a,.h1,.h2,.h3,.h4,.verdict,thead th{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
      """;

  private Html() {}

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String number(BigDecimal value) {
    NumberFormat format = NumberFormat.getNumberInstance(Locale.FRANCE);
    format.setMinimumFractionDigits(value.scale());
    format.setMaximumFractionDigits(value.scale());
    return format.format(value);
  }

  static String whole(long value) {
    return NumberFormat.getIntegerInstance(Locale.FRANCE).format(value);
  }

  static String percent(double share) {
    NumberFormat format = NumberFormat.getPercentInstance(Locale.FRANCE);
    format.setMaximumFractionDigits(1);
    return format.format(share);
  }

  static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
