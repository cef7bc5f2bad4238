using System.Net;
using System.Net.Sockets;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Events.Posttroll.Settings;
using Windrow.Events.Posttroll.Sockets;
using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Security;

/// <summary>Secures sockets as posttroll's settings say: by CURVE where there are keys, and by the hosts that may connect.</summary>
internal sealed class SocketSecurity(PosttrollSettings settings, EngineServices services) : ISocketSecurity
{
    /// <summary>Any text does; without one, nobody asks who may connect without keys.</summary>
    private static ReadOnlySpan<byte> Domain => "posttroll"u8;

    public bool ServesSecurely => settings.IsSecure && settings.ServerSecretKeyFile is not null && settings.ClientsPublicKeysDirectory is not null;

    public IDisposable? Guard(ZeroMqContext context)
    {
        if (!ServesSecurely && settings.AuthorizedClients is null)
            return null;
        return new ZapHandler(context, ServesSecurely ? ClientKeys() : [], settings.AuthorizedClients is { } hosts ? Resolve(hosts) : null);
    }

    public void Serve(ZeroMqSocket socket, bool isSecure)
    {
        if (ServesSecurely || settings.AuthorizedClients is not null)
            socket.Set(ZeroMqOption.ZapDomain, Domain);
        if (!isSecure)
            return;
        var (_, secret) = Certificate.Read(services.Files, settings.ServerSecretKeyFile!, needsSecret: true);
        socket.Set(ZeroMqOption.CurveServer, 1);
        socket.Set(ZeroMqOption.CurveSecretKey, secret);
    }

    public void Connect(ZeroMqSocket socket)
    {
        if (settings.ClientSecretKeyFile is null || settings.ServerPublicKeyFile is null)
            throw new FailureException(Failure.Permanent("keys are asked for, and there are none", "write 'curve' with client-secret-key and server-public-key, or set client_secret_key_file and server_public_key_file in posttroll's configuration"));
        var (open, secret) = Certificate.Read(services.Files, settings.ClientSecretKeyFile, needsSecret: true);
        var (server, _) = Certificate.Read(services.Files, settings.ServerPublicKeyFile, needsSecret: false);
        socket.Set(ZeroMqOption.CurveServerKey, server);
        socket.Set(ZeroMqOption.CurvePublicKey, open);
        socket.Set(ZeroMqOption.CurveSecretKey, secret);
    }

    private List<byte[]> ClientKeys()
    {
        var directory = settings.ClientsPublicKeysDirectory!;
        if (services.Files.Find(directory) is not { IsDirectory: true })
            throw new FailureException(Failure.Permanent($"{directory}: there is no such directory with keys of clients", "make it, and copy the files NAME.key of those who may connect into it"));
        return [.. services.Files.List(directory).Where(static file => file.Path.EndsWith(".key", StringComparison.Ordinal)).Select(file => Certificate.Read(services.Files, file.Path, needsSecret: false).Public)];
    }

    private static HashSet<string> Resolve(IReadOnlyList<string> hosts)
    {
        HashSet<string> addresses = [];
        foreach (var host in hosts)
        {
            try
            {
                foreach (var address in Dns.GetHostAddresses(host, AddressFamily.InterNetwork))
                    addresses.Add(address.ToString());
            }
            catch (SocketException exception)
            {
                throw new FailureException(Failure.Permanent($"authorized_client_addresses: '{host}': {exception.Message}", "write a host that is known, or an address"));
            }
        }

        return addresses;
    }
}
