using System.Globalization;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.IO;

namespace Windrow.Events.Posttroll.Settings;

/// <summary>
/// Reads posttroll's configuration where posttroll looks for it: the files of <c>/etc/posttroll</c> and <c>~/.config/posttroll</c>, or of <c>POSTTROLL_CONFIG</c>, and variables
/// <c>POSTTROLL_…</c> over them.
/// </summary>
internal static class SettingsReader
{
    /// <param name="problem">Told what is wrong with a file or variable, which is left out then.</param>
    public static PosttrollSettings Read(EngineServices services, Action<string> problem)
    {
        var values = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);
        foreach (var file in Files(services))
            Add(services.Files, file, values, problem);
        return new Values(values, services.Environment, problem).ToSettings();
    }

    private static IEnumerable<string> Files(EngineServices services)
    {
        List<string> places = ["/etc/posttroll"];
        if (services.Environment("HOME") is { Length: > 0 } home)
            places.Add(Path.Combine(home, ".config/posttroll"));
        if (services.Environment("POSTTROLL_CONFIG") is { Length: > 0 } own)
            places.Add(own);
        foreach (var place in places)
        {
            if (services.Files.Find(place) is not { } entry)
                continue;
            if (!entry.IsDirectory)
                yield return place;
            else
                foreach (var file in services.Files.List(place).Where(static each => Path.GetExtension(each.Path) is ".yaml" or ".yml" or ".json"))
                    yield return file.Path;
        }
    }

    private static void Add(IFileSystem files, string file, Dictionary<string, ConfigNode> values, Action<string> problem)
    {
        var diagnostics = new DiagnosticBag();
        try
        {
            using var text = new StreamReader(files.OpenRead(file));
            if (ConfigReader.Read(text.ReadToEnd(), file, diagnostics) is MappingNode mapping)
            {
                foreach (var entry in mapping.Entries)
                    values[entry.Name.Replace('-', '_')] = entry.Value;
                return;
            }

            problem(diagnostics.HasErrors ? diagnostics.ToString().TrimEnd() : $"{file}: it is no mapping of posttroll's settings");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem($"{file}: {exception.Message}");
        }
    }

    private sealed class Values(Dictionary<string, ConfigNode> files, Func<string, string?> environment, Action<string> problem)
    {
        public PosttrollSettings ToSettings()
        {
            var d = new PosttrollSettings();
            return d with
            {
                IsSecure = Text("backend") == "secure_zmq",
                MessageVersion = Version(),
                NameserverPort = Port("nameserver_port", Number("NAMESERVER_PORT", environment("NAMESERVER_PORT")) ?? d.NameserverPort),
                SecureNameserverPort = Port("secure_zmq_nameserver_port", d.SecureNameserverPort),
                AddressPublishPort = Port("address_publish_port", d.AddressPublishPort),
                BroadcastPort = Port("broadcast_port", d.BroadcastPort),
                MinimumPort = Port("pub_min_port", d.MinimumPort),
                MaximumPort = Port("pub_max_port", d.MaximumPort),
                MulticastGroup = Text("mc_group") ?? environment("PYTROLL_MC_GROUP") ?? d.MulticastGroup,
                MulticastInterface = Text("multicast_interface"),
                KeepAlive = Number("tcp_keepalive"),
                KeepAliveCount = Number("tcp_keepalive_cnt"),
                KeepAliveIdle = Number("tcp_keepalive_idle"),
                KeepAliveInterval = Number("tcp_keepalive_intvl"),
                AuthorizedClients = List("authorized_client_addresses"),
                ClientSecretKeyFile = Text("client_secret_key_file"),
                ServerPublicKeyFile = Text("server_public_key_file"),
                ServerSecretKeyFile = Text("server_secret_key_file"),
                ClientsPublicKeysDirectory = Text("clients_public_keys_directory"),
            };
        }

        private string? Version()
        {
            var version = Text("message_version");
            if (version is null or "v1.01" or "v1.2")
                return version;
            problem($"message_version: '{version}' is none of v1.01 and v1.2");
            return null;
        }

        private string? Text(string name) =>
            environment($"POSTTROLL_{name.ToUpperInvariant()}") is { Length: > 0 } text ? text.Trim('\'', '"')
            : files.GetValueOrDefault(name) is ScalarNode { IsNull: false } node ? node.Text
            : null;

        private IReadOnlyList<string>? List(string name) =>
            files.GetValueOrDefault(name) is SequenceNode list && environment($"POSTTROLL_{name.ToUpperInvariant()}") is null
                ? [.. list.Items.OfType<ScalarNode>().Select(static item => item.Text)]
                : Text(name)?.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static item => item.Trim('\'', '"')).ToArray();

        private int Port(string name, int otherwise)
        {
            if (Number(name) is not { } port)
                return otherwise;
            if (port is > 0 and <= 65536)
                return port;
            problem($"{name}: {port} is no port");
            return otherwise;
        }

        private int? Number(string name) => Number(name, Text(name));

        private int? Number(string name, string? text)
        {
            if (text is null)
                return null;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number;
            problem($"{name}: '{text}' is no whole number");
            return null;
        }
    }
}
