using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;
using Windrow.Events.Posttroll.Security;
using Windrow.Events.Posttroll.Sockets;

namespace Windrow.Events.Posttroll.Settings;

/// <summary>What the <c>posttroll</c> source and sink have in common. What is not said here is as posttroll's own configuration says.</summary>
public sealed class PeerOptions
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    public int HighWaterMark { get; set; } = 250_000;

    public long MaximumSize { get; set; } = 256L << 20;

    public CurveOptions? Curve { get; set; }

    /// <summary>Adds these options to those of a plug-in.</summary>
    public static OptionSet<T> AddTo<T>(OptionSet<T> set, Func<T, PeerOptions> of)
        where T : class, new() => set
        .Integer("high-water-mark", o => of(o).HighWaterMark, (o, v) => of(o).HighWaterMark = v, "Messages that may wait for each publisher or subscriber; beyond, they are lost. posttroll itself has 1,000.", min: 1, max: 100_000_000)
        .ByteSize("maximum-size", o => of(o).MaximumSize, (o, v) => of(o).MaximumSize = v, "The longest message; a longer one ends the connection it comes by.", min: 1024)
        .Nested("curve", CurveOptions.Set, (o, v) => of(o).Curve = v, "Keys for secured connections; what is given here stands over posttroll's configuration.", example: "{client-secret-key: keys/windrow.key_secret, server-public-key: keys/server.key}");

    internal SocketSetting ToSetting(PlugInContext context, Action<string> problem)
    {
        var settings = SettingsReader.Read(context.Services, problem);
        if (Curve is { } curve)
        {
            settings = settings with
            {
                IsSecure = true,
                ClientSecretKeyFile = PathOf(curve.ClientSecretKey) ?? settings.ClientSecretKeyFile,
                ServerPublicKeyFile = PathOf(curve.ServerPublicKey) ?? settings.ServerPublicKeyFile,
                ServerSecretKeyFile = PathOf(curve.ServerSecretKey) ?? settings.ServerSecretKeyFile,
                ClientsPublicKeysDirectory = PathOf(curve.ClientKeys) ?? settings.ClientsPublicKeysDirectory,
            };
        }

        return Make(settings, context.Services, HighWaterMark, MaximumSize);

        string? PathOf(string? path) => path is null ? null : context.InputPath(path);
    }

    internal static SocketSetting Make(PosttrollSettings settings, EngineServices services, int highWaterMark, long maximumSize) =>
        new(settings, new SocketSecurity(settings, services), highWaterMark, maximumSize, Linger);
}
