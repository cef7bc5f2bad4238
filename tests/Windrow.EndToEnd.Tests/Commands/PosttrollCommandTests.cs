using System.Globalization;
using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary><c>windrow posttroll …</c> as operators use it, with ports of the test's own in a file of posttroll's settings.</summary>
public sealed class PosttrollCommandTests : IDisposable
{
    private const int Interrupt = 2;
    private const string File = "{\"uri\": \"/data/in/a.nat\", \"uid\": \"a.nat\", \"start_time\": \"2026-01-02T03:00:00\"}";

    private readonly int[] _ports = FreePorts.Take(5);
    private readonly Scratch _scratch = new();

    public PosttrollCommandTests() => _scratch.Write("posttroll.yaml", $"""
        nameserver_port: {_ports[0]}
        secure_zmq_nameserver_port: {_ports[1]}
        broadcast_port: {_ports[2]}
        address_publish_port: {_ports[3]}
        """);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Listeners_hear_of_what_is_sent_through_the_nameserver_until_they_are_interrupted()
    {
        using var nameserver = Start("nameserver", "--verbose");
        await nameserver.Until(() => nameserver.Output.Contains($"nameserver at 127.0.0.1:{_ports[0]}", StringComparison.Ordinal), "the ports on standard output");
        using var texts = Start("listen", "/segment");
        using var json = Start("listen", "--json", "--service", "sender");
        using var others = Start("listen", "/other", "--count", "1");

        // A listener that has not found it yet hears the next one.
        for (var i = 0; !texts.Output.Contains(File, StringComparison.Ordinal) || json.Output.Length == 0; i++)
        {
            i.ShouldBeLessThan(20);
            (await Run("send", "/segment/0deg", "file", File, "--name", "sender", "--wait", "20s")).ShouldEndWith(0).Error.ShouldBeEmpty();
        }

        foreach (var process in new[] { texts, json, others, nameserver })
        {
            process.Signal(Interrupt);
            (await process.Ended()).ShouldEndWith(0).ShouldTellInOneScreen();
        }

        texts.Output.Split('\n')[0].ShouldMatch("^pytroll://segment/0deg file \\S+@\\S+ \\S+ v1.01 application/json " + System.Text.RegularExpressions.Regex.Escape(File) + "$");
        var read = JsonDocument.Parse(json.Output.Split('\n')[0]).RootElement;
        read.GetProperty("uid").GetString().ShouldBe("a.nat");
        read.GetProperty("posttroll.subject").GetString().ShouldBe("/segment/0deg");
        others.Output.ShouldBeEmpty();
        nameserver.Error.ShouldContain("sender");
    }

    [Fact]
    public async Task Listener_at_an_address_ends_after_so_many_messages_and_takes_text()
    {
        using var listener = Start("listen", "--address", $"tcp://127.0.0.1:{_ports[4]}", "--count", "1");
        (await Run("send", "/note", "info", "all is well, \u00e9", "--port", Text(_ports[4]), "--wait", "20s")).ShouldEndWith(0);
        (await listener.Ended()).ShouldEndWith(0).Output.ShouldEndWith(" v1.01 text/ascii all is well, \u00e9\n");
    }

    [Fact]
    public async Task What_nobody_hears_is_told()
    {
        var result = (await Run("send", "/a", "info", "--port", Text(_ports[4]), "--wait", "200ms")).ShouldEndWith(1);
        result.Error.ShouldContain($"nobody subscribes to '/a' at tcp://127.0.0.1:{_ports[4]}; nothing was sent");
        result.ErrorLines.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(2, "no JSON", "send", "/a", "file", "{\"uri\": }")]
    [InlineData(2, "one word", "send", "/a b", "file")]
    [InlineData(2, "'two words' is no type", "send", "/a", "two words")]
    [InlineData(2, "--wait", "send", "/a", "file", "--wait", "soon")]
    [InlineData(2, "--port", "send", "/a", "file", "--port", "70000")]
    [InlineData(2, "'type' missing", "send", "/a")]
    [InlineData(2, "--count", "listen", "--count", "0")]
    [InlineData(3, "cannot be listened to", "listen", "--address", "nowhere")]
    [InlineData(2, "--max-age", "nameserver", "--max-age", "old")]
    [InlineData(3, "cannot", "nameserver", "--bind", "no.such.host.invalid")]
    [InlineData(2, "no name of a file", "keys", "../a")]
    [InlineData(3, "missing/directory", "keys", "a", "--directory", "missing/directory")]
    public async Task What_is_wrong_is_told_in_a_line(int status, string what, params string[] arguments)
    {
        if (arguments[^1] == "missing/directory")
            _scratch.Write("missing", "a file is where the directory should be");
        (await Run(arguments)).ShouldEndWith(status).ShouldTellInOneScreen().Error.ShouldContain(what);
    }

    [Fact]
    public async Task Port_that_is_taken_is_told_with_what_to_do()
    {
        using var first = Start("nameserver");
        await first.Until(() => first.Output.Length > 0, "the ports on standard output");
        var result = (await Run("nameserver")).ShouldEndWith(3);
        result.Error.ShouldContain(Text(_ports[0]));
        result.ErrorLines.ShouldHaveSingleItem();
        first.Signal(Interrupt);
        (await first.Ended()).ShouldEndWith(0);
    }

    [Fact]
    public async Task Keys_secure_the_nameserver_the_sender_and_the_listener()
    {
        var made = (await Run("keys", "server", "--directory", "keys")).ShouldEndWith(0);
        made.Output.ShouldBe("keys/server.key\nkeys/server.key_secret\n");
        if (!OperatingSystem.IsWindows())
            System.IO.File.GetUnixFileMode(_scratch["keys/server.key_secret"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await Run("keys", "server", "--directory", "keys")).ShouldEndWith(3).Error.ShouldContain("server.key");
        (await Run("keys", "client", "--directory", "keys/own")).ShouldEndWith(0);
        (await Run("keys", "stranger", "--directory", "keys/own")).ShouldEndWith(0);
        Directory.CreateDirectory(_scratch["keys/clients"]);
        System.IO.File.Copy(_scratch["keys/own/client.key"], _scratch["keys/clients/client.key"]);
        _scratch.Write("posttroll.yaml", _scratch.Read("posttroll.yaml") + $"""

            backend: secure_zmq
            server_secret_key_file: {_scratch["keys/server.key_secret"]}
            clients_public_keys_directory: {_scratch["keys/clients"]}
            server_public_key_file: {_scratch["keys/server.key"]}
            client_secret_key_file: {_scratch["keys/own/client.key_secret"]}
            """);
        using var nameserver = Start("nameserver");
        await nameserver.Until(() => nameserver.Output.Length > 0, "the ports on standard output");
        using var stranger = WindrowProcess.Start(_scratch.Path, ["posttroll", "listen", "/segment"], ("POSTTROLL_CONFIG", _scratch["posttroll.yaml"]), ("POSTTROLL_CLIENT_SECRET_KEY_FILE", _scratch["keys/own/stranger.key_secret"]));
        using var friend = Start("listen", "/segment");
        for (var i = 0; friend.Output.Length == 0; i++)
        {
            i.ShouldBeLessThan(20);
            (await Run("send", "/segment", "file", File, "--wait", "20s")).ShouldEndWith(0);
        }

        foreach (var process in new[] { friend, stranger, nameserver })
        {
            process.Signal(Interrupt);
            (await process.Ended()).ShouldEndWith(0);
        }

        stranger.Output.ShouldBeEmpty();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private WindrowProcess Start(params string[] arguments) => WindrowProcess.Start(_scratch.Path, ["posttroll", .. arguments], ("POSTTROLL_CONFIG", _scratch["posttroll.yaml"]));

    private async Task<Result> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        await process.Feed("");
        return await process.Ended();
    }
}
