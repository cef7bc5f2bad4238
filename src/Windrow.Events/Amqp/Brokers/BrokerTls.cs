using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;
using Windrow.Core.Errors;
using Windrow.Core.PlugIns;

namespace Windrow.Events.Amqp.Brokers;

/// <summary>Makes the library's TLS settings of ours, with certificates read through the engine's files.</summary>
internal static class BrokerTls
{
    /// <exception cref="FailureException">A file is missing, or is no certificate.</exception>
    public static SslOption Make(TlsOptions options, string host, PlugInContext context)
    {
        var name = options.ServerName ?? host;
        var ssl = new SslOption(name) { Enabled = true };
        if (options.Certificate is { } file)
            ssl.Certs = [Certificate(options, context.InputPath(file), context)];
        var roots = options.Ca is null ? null : Roots(context.InputPath(options.Ca), context);
        ssl.CertificateValidationCallback = (_, certificate, chain, errors) => !options.Verify || Judge(certificate, chain, errors, roots);
        return ssl;
    }

    private static bool Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection? roots)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || roots is null || certificate is not X509Certificate2 shown)
            return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.AddRange(roots);
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        return own.Build(shown);
    }

    private static X509Certificate2Collection Roots(string path, PlugInContext context) => Read(path, () =>
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(Text(path, context));
        return roots.Count > 0 ? roots : throw new CryptographicException("there is no certificate in it");
    });

    private static X509Certificate2 Certificate(TlsOptions options, string path, PlugInContext context) => Read(path, () =>
    {
        var password = options.Password?.Reveal();
        if (path.EndsWith(".p12", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase))
            return X509CertificateLoader.LoadPkcs12(Bytes(path, context), password);
        var certificate = Text(path, context);
        var key = options.Key is null ? certificate : Text(context.InputPath(options.Key), context);
        using var loaded = password is null ? X509Certificate2.CreateFromPem(certificate, key) : X509Certificate2.CreateFromEncryptedPem(certificate, key, password);

        // As the handshake wants it.
        return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), null);
    });

    private static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new FailureException(Failure.Permanent($"the certificate '{path}' cannot be read: {exception.Message}", "correct 'tls'", exception));
        }
    }

    private static string Text(string path, PlugInContext context) => System.Text.Encoding.UTF8.GetString(Bytes(path, context));

    private static byte[] Bytes(string path, PlugInContext context)
    {
        using var stream = context.Services.Files.OpenRead(path);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
