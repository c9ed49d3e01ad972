package fr.gouv.datalab.identifiers;

import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Electronic mail address: {@code local@domain}, all in small letters.
 *
 * <p>RFC 5321 (section 4.5.3.1: 64 and 254 bytes at most) with the dot-atom form of RFC 5322;
 * quoted local parts and address literals are refused. An international domain becomes its ASCII
 * form (RFC 5891). The RFC lets a host tell capitals apart in the local part; no public provider
 * does, and two spellings of one mailbox must give one pseudonym. Dots and {@code +tags} are kept:
 * their meaning is the provider's.
 */
final class EmailRule implements Rule {
  private static final Pattern LOCAL =
      Pattern.compile(
          "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+(?!\\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  @Override
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(utf8, from, to - from))
              .toString();
    } catch (CharacterCodingException e) {
      return Refusal.EMAIL_ENCODING.code();
    }
    String small =
        Normalizer.normalize(text.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    small = Normalizer.normalize(small, Normalizer.Form.NFKC);
    int at = small.lastIndexOf('@');
    if (at < 1 || !LOCAL.matcher(small.substring(0, at)).matches()) {
      return Refusal.EMAIL_FORM.code();
    }
    String domain;
    try {
      domain = IDN.toASCII(small.substring(at + 1)).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return Refusal.EMAIL_DOMAIN.code();
    }
    if (!DOMAIN.matcher(domain).matches()) {
      return Refusal.EMAIL_DOMAIN.code();
    }
    byte[] local = small.substring(0, at).getBytes(StandardCharsets.UTF_8);
    byte[] host = domain.getBytes(StandardCharsets.US_ASCII);
    if (local.length > 64 || local.length + 1 + host.length > 254) {
      return Refusal.TOO_LONG.code();
    }
    System.arraycopy(local, 0, out, 0, local.length);
    out[local.length] = '@';
    System.arraycopy(host, 0, out, local.length + 1, host.length);
    return local.length + 1 + host.length;
  }
}
