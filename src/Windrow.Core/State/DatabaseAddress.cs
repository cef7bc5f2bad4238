using Windrow.Core.Configuration;

namespace Windrow.Core.State;

/// <summary>
/// A database that flows keep their state in, as <c>postgres://user@host:port/database?option=value</c> names it (the form of
/// libpq). The password is apart, and in no text that this gives.
/// </summary>
public sealed class DatabaseAddress
{
    private const string SecretMark = "${secret:";
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    // As libpq has them, and the schema.
    private static readonly string[] Known = ["schema", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "passfile", "connect_timeout"];
    private static readonly string[] SslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    private DatabaseAddress(Uri uri, string? user, Secret? password, IReadOnlyDictionary<string, string> options)
    {
        Host = options.TryGetValue("host", out var host) ? host : uri.Host.Length == 0 ? null : uri.IdnHost.Trim('[', ']');
        Port = options.TryGetValue("port", out var port) ? int.Parse(port, System.Globalization.CultureInfo.InvariantCulture) : uri.Port > 0 ? uri.Port : null;
        Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        (User, Password, Options) = (user, password, options);
    }

    /// <summary>A name or address, or the directory of a Unix socket; null: not said.</summary>
    public string? Host { get; }

    public int? Port { get; }

    public string Database { get; }

    /// <summary>Null: not said, so that of <c>PGUSER</c> or of the operating system.</summary>
    public string? User { get; }

    /// <summary>Null: not said, so that of <c>PGPASSWORD</c> or of the password file.</summary>
    public Secret? Password { get; }

    /// <summary>What stands behind the question mark.</summary>
    public IReadOnlyDictionary<string, string> Options { get; }

    /// <summary>Whether a text names a database, and not a directory.</summary>
    public static bool Recognises(string text) => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address.</summary>
    /// <param name="text">As the flow file has it, with marks where secrets are.</param>
    /// <param name="secret">The same with the secrets; null: there are none.</param>
    /// <param name="problem">What is wrong with it, and what to write; it shows no secret.</param>
    public static DatabaseAddress? Parse(string text, Secret? secret, out string? problem)
    {
        var mark = text.IndexOf(SecretMark, StringComparison.Ordinal);
        Secret? password = null;
        if (mark == 0)
        {
            // All of it is a secret.
            text = secret!.Reveal();
        }
        else if (mark > 0)
        {
            // A secret is what it is: nothing in it is an escape or an end.
            var end = text.IndexOf('}', mark);
            var (before, behind) = (text[..mark], text[(end + 1)..]);
            if (!before.EndsWith(':') || !behind.StartsWith('@'))
                return Wrong("a secret in it is the password, or all of it", out problem);
            var whole = secret!.Reveal();
            password = new Secret(whole[before.Length..^behind.Length], text[mark..(end + 1)]);
            text = $"{before}x{behind}";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !Recognises(text))
            return Wrong("it is no address of a database", out problem);
        var split = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        var user = split < 0 ? uri.UserInfo : uri.UserInfo[..split];
        if (split >= 0 && mark < 0)
            return Wrong("a password stands in the flow file", out problem, "write postgres://user:${secret:name}@host/database, or leave it to PGPASSWORD or the password file");
        if (split >= 0 && mark == 0)
            password = new Secret(Uri.UnescapeDataString(uri.UserInfo[(split + 1)..]), "${secret}");
        if (uri.AbsolutePath.Trim('/').Length == 0)
            return Wrong("it names no database", out problem);
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !options.TryAdd(option[..equals], Uri.UnescapeDataString(option[(equals + 1)..])))
                return Wrong($"'{option}' is no option, or is there twice", out problem);
            var (name, value) = (option[..equals], options[option[..equals]]);
            if (!Known.Contains(name))
                return Wrong($"'{name}' is no option of it{Suggestion.Clause(name, Known)}", out problem, $"there are: {string.Join(", ", Known)}");
            if (name == "sslmode" && !SslModes.Contains(value))
                return Wrong($"'{value}' is no sslmode{Suggestion.Clause(value, SslModes)}", out problem, $"there are: {string.Join(", ", SslModes)}");
            if (name is "connect_timeout" or "port" && (!ushort.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) || number == 0))
                return Wrong($"'{value}' is no {(name == "port" ? "port" : "number of seconds")}", out problem, $"write for example {(name == "port" ? "port=5432" : "connect_timeout=10")}");
        }

        problem = null;
        return new DatabaseAddress(uri, user.Length == 0 ? null : Uri.UnescapeDataString(user), password, options);
    }

    public override string ToString() =>
        $"postgres://{(User is null ? "" : $"{Uri.EscapeDataString(User)}@")}{ShownHost}{(Port is { } port && !Options.ContainsKey("port") ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $":{port}") : "")}/{Uri.EscapeDataString(Database)}{Query}";

    // A directory is in the options, and an address with colons in brackets.
    private string? ShownHost => Options.ContainsKey("host") ? "" : Host?.Contains(':', StringComparison.Ordinal) == true ? $"[{Host}]" : Host;

    private string Query => Options.Count == 0 ? "" : $"?{string.Join('&', Options.Select(static option => $"{option.Key}={Uri.EscapeDataString(option.Value).Replace("%2F", "/", StringComparison.Ordinal)}"))}";

    private static DatabaseAddress? Wrong(string what, out string? problem, string advice = "write for example postgres://windrow@db.example.org/windrow")
    {
        problem = $"{what}; {advice}";
        return null;
    }
}
