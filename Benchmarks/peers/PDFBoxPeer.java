import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Calendar;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureInterface;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * PDFBox with BouncyCastle on the files of our own benchmark, tuned as a careful integrator would: keys parsed once, the
 * JDK's own crypto provider, files in memory, a fixed placeholder, and warmed up until the compiler is done.
 * Prints one JSON object a measurement. Called by suite/engine.py: java -cp … PDFBoxPeer FOLDER
 */
public final class PDFBoxPeer {
  private final PrivateKey key;
  private final X509Certificate certificate;
  private final String algorithm;
  private final SigningCertificateV2 binding;

  private PDFBoxPeer(Path folder, String name, String kind, String algorithm) throws Exception {
    this.algorithm = algorithm;
    key = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(armoured(folder.resolve(name + ".key"))));
    certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(armoured(folder.resolve(name + ".crt"))));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    binding = new SigningCertificateV2(new ESSCertIDv2[] {new ESSCertIDv2(hash)});
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    byte[] small = Files.readAllBytes(folder.resolve("small.pdf"));
    byte[] big = Files.readAllBytes(folder.resolve("big.pdf"));
    PDFBoxPeer p256 = new PDFBoxPeer(folder, "p256", "EC", "SHA256withECDSA");
    PDFBoxPeer rsa = new PDFBoxPeer(folder, "rsa", "RSA", "SHA256withRSA");
    Files.write(folder.resolve("pdfbox-signed.pdf"), p256.sign(small));
    report("sign-p256-small", 1500, 300, p256, small);
    report("sign-rsa2048-small", 200, 200, rsa, small);
    report("sign-p256-10MB", 5, 15, p256, big);
  }

  private static void report(String name, int warmUp, int count, PDFBoxPeer signer, byte[] file) throws Exception {
    for (int index = 0; index < warmUp; index++) signer.sign(file);
    double[] times = new double[count];
    for (int index = 0; index < count; index++) {
      long start = System.nanoTime();
      signer.sign(file);
      times[index] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    System.out.printf("{\"name\": \"pdfbox-%s\", \"p50ms\": %.4f}%n", name, times[count / 2]);
  }

  /** The file with one new revision that holds an invisible PAdES B-B signature. */
  private byte[] sign(byte[] file) throws Exception {
    try (PDDocument document = PDDocument.load(file); SignatureOptions options = new SignatureOptions()) {
      PDSignature signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(PDSignature.SUBFILTER_ETSI_CADES_DETACHED);
      signature.setSignDate(Calendar.getInstance());
      options.setPreferredSignatureSize(8192);
      document.addSignature(signature, (SignatureInterface) this::message, options);
      ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 32_768);
      document.saveIncremental(out);
      return out.toByteArray();
    }
  }

  private byte[] message(InputStream content) throws IOException {
    try {
      ASN1EncodableVector attributes = new ASN1EncodableVector();
      attributes.add(new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(binding)));
      ContentSigner signer = new JcaContentSignerBuilder(algorithm).build(key);
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)))
              .build(signer, certificate));
      generator.addCertificates(new JcaCertStore(List.of(certificate)));
      return generator.generate(new Streamed(content), false).getEncoded("DER");
    } catch (IOException error) {
      throw error;
    } catch (Exception error) {
      throw new IOException(error);
    }
  }

  /** The signed bytes, hashed as they are read. */
  private record Streamed(InputStream content) implements CMSTypedData {
    @Override
    public org.bouncycastle.asn1.ASN1ObjectIdentifier getContentType() {
      return PKCSObjectIdentifiers.data;
    }

    @Override
    public void write(java.io.OutputStream out) throws IOException, CMSException {
      content.transferTo(out);
    }

    @Override
    public Object getContent() {
      return content;
    }
  }

  private static byte[] armoured(Path file) throws IOException {
    String text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return Base64.getDecoder().decode(text);
  }
}
