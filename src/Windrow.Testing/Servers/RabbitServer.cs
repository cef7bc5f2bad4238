using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Xunit;

namespace Windrow.Testing.Servers;

/// <summary>
/// A RabbitMQ broker of the tests' own: Debian's package, on free ports of the loopback address, in a temporary directory, with its own node
/// name, cookie and epmd. It is started when a test first wants it, and is gone with its directory when the test run ends, also when that is
/// killed. As an assembly fixture there is one for each test assembly.
/// </summary>
public sealed class RabbitServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, string> _environment = [];
    private readonly int _epmdPort;
    private readonly Lock _lock = new();
    private RabbitShell? _shell;
    private Process? _guard;
    private int _vhosts;

    public RabbitServer()
    {
        var ports = FreePorts.Take(3);
        (Port, _epmdPort) = (ports[0], ports[1]);
        Directory = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"windrow-rabbit-{Environment.ProcessId}-{Port}"));
        foreach (var (name, value) in new[]
        {
            ("HOME", Directory), ("RABBITMQ_NODENAME", string.Create(CultureInfo.InvariantCulture, $"windrow{Port}@localhost")),
            ("RABBITMQ_MNESIA_BASE", PathOf("mnesia")), ("RABBITMQ_LOG_BASE", PathOf("log")), ("RABBITMQ_CONFIG_FILE", PathOf("rabbitmq.conf")),
            ("RABBITMQ_ADVANCED_CONFIG_FILE", PathOf("none")), ("RABBITMQ_CONF_ENV_FILE", "/dev/null"), ("RABBITMQ_ENABLED_PLUGINS_FILE", PathOf("enabled_plugins")),
            ("RABBITMQ_PID_FILE", PathOf("pid")), ("RABBITMQ_DIST_PORT", ports[2].ToString(CultureInfo.InvariantCulture)),
            ("ERL_EPMD_PORT", _epmdPort.ToString(CultureInfo.InvariantCulture)), ("ERL_EPMD_ADDRESS", "127.0.0.1"), ("LANG", "C.UTF-8"),

            // Tests share few cores: threads of Erlang that have nothing to do are to sleep, and not to look around for a while.
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+sbwt none +sbwtdcpu none +sbwtdio none"),
        })
            _environment[name] = value;
    }

    /// <summary>Why no broker can be started here; null: one can.</summary>
    public static string? Missing => File.Exists(Path.Combine(Programs, "rabbitmq-server")) ? null : "the package rabbitmq-server is not installed";

    public int Port { get; }

    /// <summary>Further lines of <c>rabbitmq.conf</c>.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>Where the broker keeps everything.</summary>
    public string Directory { get; }

    /// <summary>What the broker has logged.</summary>
    public string Log => File.Exists(PathOf("server.log")) ? File.ReadAllText(PathOf("server.log")) : "";

    /// <summary>Makes a virtual host for one test, in which the user guest may do everything; skips the test where there is no broker.</summary>
    public async Task<RabbitVhost> NewVhostAsync()
    {
        if (Missing is { } reason)
            Assert.Skip(reason);
        await StartAsync();
        var name = $"test{Interlocked.Increment(ref _vhosts)}";

        await Ask($"""
            ok = rabbit_vhost:add(<<"{name}">>, <<"guest">>),
            ok = rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"{name}">>, <<".*">>, <<".*">>, <<".*">>, <<"guest">>).
            """);
        return new RabbitVhost(this, name);
    }

    /// <summary>Starts the broker, unless it runs; it has all that was durable when it was stopped or killed.</summary>
    public async Task StartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (await IsUp())
                return;
            Prepare();
            File.Delete(PathOf("pid"));
            ServerCommand.Begin("/bin/sh", ["-c", $"exec {Programs}/rabbitmq-server >>'{PathOf("server.log")}' 2>&1 </dev/null"], _environment).Dispose();
            await Until(IsUp, "does not start");

            // The port is open before everything is ready.
            await Until(IsReady, "is not ready");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops the broker in good order.</summary>
    public Task StopAsync() => EndAsync("-TERM");

    /// <summary>Ends the broker as a crash does.</summary>
    public Task KillAsync() => EndAsync("-KILL");

    /// <summary>Runs <c>rabbitmqctl</c>.</summary>
    /// <returns>What it printed.</returns>
    public Task<string> Ctl(params string[] arguments) => ServerCommand.Run(Path.Combine(Programs, "rabbitmqctl"), ["--quiet", .. arguments], _environment);

    /// <summary>Has the broker evaluate Erlang, for what is asked often.</summary>
    /// <param name="expressions">With a full stop at its end.</param>
    /// <returns>The last value, as Erlang writes it.</returns>
    /// <exception cref="InvalidOperationException">The broker is not there, or the expressions fail.</exception>
    public Task<string> Ask(string expressions)
    {
        lock (_lock)
            _shell ??= new RabbitShell(_environment["RABBITMQ_NODENAME"], _environment);
        return _shell.Ask(expressions);
    }

    public async ValueTask DisposeAsync()
    {
        if (_shell is not null)
            await _shell.DisposeAsync();
        if (_guard is not null)
        {
            _guard.StandardInput.Close();
            await _guard.WaitForExitAsync();
            _guard.Dispose();
        }

        _turn.Dispose();
    }

    private string PathOf(string name) => Path.Combine(Directory, name);

    // What has to be there before the first start. Somebody has to clean up when this process is killed: a shell that reads from it.
    private void Prepare()
    {
        if (_guard is not null)
            return;
        System.IO.Directory.CreateDirectory(Directory);
        File.WriteAllText(PathOf("enabled_plugins"), "[].\n");
        File.WriteAllText(PathOf("rabbitmq.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            log.console = true
            log.file = false
            vm_memory_high_watermark.relative = 0.6
            disk_free_limit.absolute = 50MB
            {Configuration}

            """));
        ServerCommand.Begin("epmd", ["-port", _environment["ERL_EPMD_PORT"], "-address", "127.0.0.1", "-relaxed_command_check", "-daemon"], _environment).Dispose();
        _guard = ServerCommand.Begin(
            "/bin/sh",
            [
                "-c",
                $"trap '' INT TERM HUP; cat >/dev/null; test -s '{PathOf("pid")}' && kill -KILL $(cat '{PathOf("pid")}') 2>/dev/null; "
                + $"epmd -port {_epmdPort} -kill >/dev/null 2>&1; for n in 1 2 3 4 5 6 7 8 9 10; do rm -rf '{Directory}' 2>/dev/null && break; done",
            ],
            _environment, hasInput: true);
    }

    private async Task EndAsync(string signal)
    {
        await _turn.WaitAsync();
        try
        {
            var pid = File.ReadAllText(PathOf("pid")).Trim();
            await ServerCommand.Run("/bin/kill", [signal, pid], _environment);

            // Its threads do not end all at once, and the last one closes the port.
            await Until(async () => (!System.IO.Directory.Exists($"/proc/{pid}") || IsZombie(pid)) && !await IsUp(), "does not end");
        }
        finally
        {
            _turn.Release();
        }
    }

    // Where nobody takes over the children of others, a process that has ended stays listed.
    private static bool IsZombie(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task<bool> IsReady()
    {
        try
        {
            return await Ask("rabbit:is_running().") == "true";
        }
        catch (InvalidOperationException)
        {
            return false; // it does not answer yet
        }
    }

    private async Task<bool> IsUp()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task Until(Func<Task<bool>> condition, string otherwise)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience)
                throw new InvalidOperationException($"the broker {otherwise} within {Patience.TotalSeconds:0} s:\n{Log}");
            await Task.Delay(50);
        }
    }
}
