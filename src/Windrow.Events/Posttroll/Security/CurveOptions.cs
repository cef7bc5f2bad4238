using Windrow.Core.Configuration;

namespace Windrow.Events.Posttroll.Security;

/// <summary>Files of keys, for connections that are encrypted and whose ends know each other.</summary>
public sealed class CurveOptions
{
    public static readonly OptionSet<CurveOptions> Set = new OptionSet<CurveOptions>("curve")
        .Text("client-secret-key", static o => o.ClientSecretKey, static (o, v) => o.ClientSecretKey = v, "File with the secret key to show to publishers and nameservers.", example: "keys/windrow.key_secret")
        .Text("server-public-key", static o => o.ServerPublicKey, static (o, v) => o.ServerPublicKey = v, "File with the public key that publishers and nameservers have.", example: "keys/server.key")
        .Text("server-secret-key", static o => o.ServerSecretKey, static (o, v) => o.ServerSecretKey = v, "File with the secret key of what is published here.", example: "keys/server.key_secret")
        .Text("client-keys", static o => o.ClientKeys, static (o, v) => o.ClientKeys = v, "Directory with the public keys of those who may subscribe.", example: "keys/clients");

    public string? ClientSecretKey { get; set; }

    public string? ServerPublicKey { get; set; }

    public string? ServerSecretKey { get; set; }

    public string? ClientKeys { get; set; }
}
