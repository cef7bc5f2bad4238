using Windrow.Core.Configuration;

namespace Windrow.Events.Amqp.Brokers;

/// <summary>How a connection to a broker is encrypted.</summary>
public sealed class TlsOptions
{
    public static readonly OptionSet<TlsOptions> Set = new OptionSet<TlsOptions>("tls")
        .Text("ca", static o => o.Ca, static (o, v) => o.Ca = v, "File with the certificates, as PEM, that are trusted beside those of the system.", example: "certs/ca.pem")
        .Text("certificate", static o => o.Certificate, static (o, v) => o.Certificate = v, "File with the certificate to show to the broker, as PEM, or as PKCS#12 with the key in it.", example: "certs/windrow.pem")
        .Text("key", static o => o.Key, static (o, v) => o.Key = v, "File with the key of the certificate, as PEM, where it is not in the same file.", example: "certs/windrow.key")
        .Secret("password", static (o, v) => o.Password = v, "The password of the key.", example: "\"${secret:broker-key}\"")
        .Text("server-name", static o => o.ServerName, static (o, v) => o.ServerName = v, "The name that the broker's certificate has to have; by default the host of the address.", example: "broker.example.org")
        .Flag("verify", static o => o.Verify, static (o, v) => o.Verify = v, "False: the broker's certificate is not looked at, so anybody may stand in between.")
        .Check(static (o, report) =>
        {
            if (o.Key is not null && o.Certificate is null)
                report.Error("key", "there is a key without its certificate", "write 'certificate' too");
            if (!o.Verify)
                report.Warning("verify", "whoever stands between here and the broker can read and change everything", "write 'ca: FILE' with the broker's authority instead");
        });

    public string? Ca { get; set; }

    public string? Certificate { get; set; }

    public string? Key { get; set; }

    public Secret? Password { get; set; }

    public string? ServerName { get; set; }

    public bool Verify { get; set; } = true;
}
