using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Windrow.Events.Tests.Amqp;

/// <summary>An authority of a test's own, with a certificate for the broker and one for who connects, as PEM files.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-tls-").FullName;

    public Certificates()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=an authority of the tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Ca, authority.ExportCertificatePem());
        Write(authority, "server", "CN=broker.test");
        Write(authority, "client", "CN=windrow");
    }

    public string Ca => this["ca.pem"];

    public string this[string name] => Path.Combine(_directory, name);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Write(X509Certificate2 authority, string name, string subject)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("broker.test");
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(this[$"{name}.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(this[$"{name}.key"], key.ExportPkcs8PrivateKeyPem());
    }
}
