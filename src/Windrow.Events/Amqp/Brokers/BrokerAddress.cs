using System.Globalization;

namespace Windrow.Events.Amqp.Brokers;

/// <summary>Where a broker is and who asks, taken from an <c>amqp://</c> address. What it prints holds no password.</summary>
internal sealed record BrokerAddress(string Host, int Port, string Vhost, string User, string Password, bool IsTls)
{
    private const int PlainPort = 5672;
    private const int TlsPort = 5671;

    /// <summary>Reads an address.</summary>
    /// <param name="problem">What is wrong with it, without showing it; empty: nothing.</param>
    /// <returns>Null: it is none.</returns>
    public static BrokerAddress? Parse(string text, out string problem)
    {
        problem = "";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            problem = "it is no amqp:// or amqps:// address";
        else if (uri.Host.Length == 0)
            problem = "it names no host";
        else if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            problem = "it has a part behind '?' or '#', which is not understood; use the other options";
        else if (uri.AbsolutePath.AsSpan(1).Contains('/'))
            problem = "it names more than a virtual host; write a '/' in its name as %2F";
        if (problem.Length > 0)
            return null;
        var isTls = uri!.Scheme == "amqps";
        var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        var (user, password) = uri.UserInfo.Length == 0 ? ("guest", "guest")
            : colon < 0 ? (Uri.UnescapeDataString(uri.UserInfo), "")
            : (Uri.UnescapeDataString(uri.UserInfo[..colon]), Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..]));
        var vhost = uri.AbsolutePath.Length <= 1 ? "/" : Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        return new BrokerAddress(uri.Host, uri.Port >= 0 ? uri.Port : isTls ? TlsPort : PlainPort, vhost, user, password, isTls);
    }

    /// <summary>Host and port, as operators are told.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    public override string ToString() => $"{(IsTls ? "amqps" : "amqp")}://{Name}/{(Vhost == "/" ? "" : Uri.EscapeDataString(Vhost))}";
}
