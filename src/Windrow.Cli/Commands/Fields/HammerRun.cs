using System.Globalization;
using Windrow.Fields.Hammer;

namespace Windrow.Cli.Commands.Fields;

/// <summary>What a hammer is to do, as all its processes know it.</summary>
/// <param name="Credit">Bytes that each server lets all clients together have in flight.</param>
internal sealed record HammerRun(HammerLoad Load, string Transport, long Credit, bool Verify, TimeSpan Pause)
{
    /// <summary>The options of a server's transport source, as YAML.</summary>
    public string Server(string address) => string.Create(
        CultureInfo.InvariantCulture, $"transport: {Transport}, {Where("listen", "path", address)}client-count: {Load.Clients}, credit-total: {Credit}, credit-per-client: {Math.Min(Credit, 64 << 20)}");

    /// <summary>The options of a client's transport, as YAML.</summary>
    public string Client(IEnumerable<string> addresses, int client)
    {
        var all = string.Join(", ", addresses.Select(static address => $"'{address}'"));
        return $"transport: {Transport}, {Where("addresses", "paths", $"[{all}]")}{HammerClient.Identity(Load, client)}";
    }

    private string Where(string tcp, string unix, string value) => Transport switch
    {
        "tcp" => $"{tcp}: {Quoted(value)}, ",
        "unix" => $"{unix}: {Quoted(value)}, ",
        _ => "",
    };

    private static string Quoted(string value) => value[0] == '[' ? value : $"'{value}'";
}
