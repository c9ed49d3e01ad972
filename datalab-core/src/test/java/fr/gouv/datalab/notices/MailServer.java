package fr.gouv.datalab.notices;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server on the loopback, with a certificate of its own. */
final class MailServer implements AutoCloseable {
  static final String REFUSED = "parti@dinum.example";
  static final String BUSY = "occupe@dinum.example";

  final int port;
  final Path certificate;
  final List<String> messages = Collections.synchronizedList(new ArrayList<>());
  private final SMTPServer server;

  MailServer(Path directory, boolean tls, int port) throws Exception {
    this.port = port;
    this.certificate = directory.resolve("certificate-" + port + ".pem");
    SMTPServer.Builder builder =
        new SMTPServer.Builder()
            .bindAddress(InetAddress.getByName("127.0.0.1"))
            .port(port)
            .messageHandlerFactory(Taking::new);
    if (tls) {
      builder.enableTLS().requireTLS().startTlsSocketFactory(context());
    }
    this.server = builder.build();
    server.start();
  }

  static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private SSLContext context() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=localhost");
    X509Certificate made =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(Instant.now().minusSeconds(60)),
                        Date.from(Instant.now().plusSeconds(3_600)),
                        name,
                        pair.getPublic())
                    .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
                    .build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    StringWriter pem = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
      writer.writeObject(made);
    }
    try (Writer out =
        new OutputStreamWriter(Files.newOutputStream(certificate), StandardCharsets.US_ASCII)) {
      out.write(pem.toString());
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("k", pair.getPrivate(), new char[0], new X509Certificate[] {made});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private final class Taking implements MessageHandler {
    Taking(MessageContext context) {}

    @Override
    public void from(String from) {}

    @Override
    public void recipient(String recipient) throws RejectException {
      if (recipient.equals(REFUSED)) {
        throw new RejectException(550, "no such mailbox");
      }
      if (recipient.equals(BUSY)) {
        throw new RejectException(451, "try again later");
      }
    }

    @Override
    public String data(InputStream data) throws IOException {
      messages.add(new String(data.readAllBytes(), StandardCharsets.UTF_8));
      return null;
    }

    @Override
    public void done() {}
  }

  @Override
  public void close() {
    server.stop();
  }
}
