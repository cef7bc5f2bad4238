using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Windrow.Testing.Postgres;

/// <summary>
/// A PostgreSQL server of the tests' own: in a temporary directory, on a free port of the loopback address, stopped and removed with this, and also when the process of
/// the tests is killed. As root it runs as the user that Debian's package makes.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The password of the role <see cref="GuardedUser"/>.</summary>
    public const string Password = "se/cr@t:%41 ü";

    /// <summary>A role that has to give a password.</summary>
    public const string GuardedUser = "guarded";

    private static readonly string[] Needed = ["initdb", "pg_ctl", "psql"];

    // Made once in the process, as that takes a second of the processor, and a copy takes none.
    private static readonly Lazy<(string Data, Process Watcher)> Empty = new(MakeEmpty);

    private static readonly Lazy<PostgresServer> OfProcess = new(static () => Start());

    private readonly string _programs;
    private readonly string _directory;
    private readonly Process _watcher;
    private int _databases;

    private PostgresServer(string programs, bool isDurable)
    {
        _programs = programs;
        _directory = System.IO.Directory.CreateTempSubdirectory("windrow-postgres-").FullName;
        Port = FreePort();
        GiveToOwner(_directory);
        Run("cp", ["-a", Empty.Value.Data, Data]);
        var settings = string.Create(CultureInfo.InvariantCulture, $"port={Port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories='{_directory}'\nfsync={(isDurable ? "on" : "off")}\nmax_connections=200\nlog_min_messages=warning\n");
        File.AppendAllText(Path.Combine(Data, "postgresql.conf"), settings);
        File.WriteAllText(Path.Combine(Data, "pg_hba.conf"), $"host all {GuardedUser} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\nlocal all all trust\n");

        // It sees the end of its input with the end of this process, whatever that is.
        _watcher = Start("sh", ["-c", $"cat >/dev/null; '{Program("pg_ctl")}' -D '{Data}' -m immediate stop >/dev/null 2>&1; rm -rf '{_directory}'"], asOwner: true, hasInput: true);
        StartServer();
        Execute("postgres", $"CREATE ROLE {GuardedUser} LOGIN PASSWORD '{Password}'");
    }

    /// <summary>A free port when it was made; it stays the same over restarts.</summary>
    public int Port { get; }

    private string Data => Path.Combine(_directory, "data");

    /// <summary>Starts a server, or skips the test where the programs are not installed.</summary>
    /// <param name="isDurable">Whether it waits for the disk, as it does in earnest.</param>
    public static PostgresServer Start(bool isDurable = false)
    {
        var programs = FindPrograms();
        if (programs is null)
            Assert.Skip("PostgreSQL is not installed: run 'apt-get install -y postgresql'");
        return new PostgresServer(programs!, isDurable);
    }

    /// <summary>The server of all tests of the process that neither stop one nor look at it as a whole; each has databases of its own. It ends with the process.</summary>
    public static PostgresServer Shared() => OfProcess.Value;

    /// <summary>Makes a database with nothing in it.</summary>
    /// <returns>Its name.</returns>
    public string CreateDatabase(string? owner = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"d{Interlocked.Increment(ref _databases)}");
        Execute("postgres", $"CREATE DATABASE {name}{(owner is null ? "" : $" OWNER {owner}")}");
        return name;
    }

    public void DropDatabase(string name) => Execute("postgres", $"DROP DATABASE {name} WITH (FORCE)");

    /// <summary>The address of a database, as <c>settings.state</c> has it.</summary>
    public string Address(string database) => string.Create(CultureInfo.InvariantCulture, $"postgres://windrow@127.0.0.1:{Port}/{database}");

    /// <summary>Runs a statement through psql.</summary>
    /// <returns>What it gives, a row a line, columns separated by '|'.</returns>
    public string Execute(string database, string sql) =>
        Run(Program("psql"), ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "windrow", "-d", database, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql], asOwner: false);

    /// <summary>Stops the server without a checkpoint, as a crash does.</summary>
    public void StopServer() => Run(Program("pg_ctl"), ["-D", Data, "-m", "immediate", "-w", "stop"]);

    public void StartServer() => Run(Program("pg_ctl"), ["-D", Data, "-w", "-t", "60", "-l", Path.Combine(_directory, "log"), "start"]);

    public void Dispose()
    {
        _watcher.StandardInput.Close();
        if (!_watcher.WaitForExit(TimeSpan.FromSeconds(30)))
            _watcher.Kill();
        _watcher.Dispose();
    }

    private static (string Data, Process Watcher) MakeEmpty()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("windrow-postgres-empty-").FullName;
        GiveToOwner(directory);
        var watcher = Start("sh", ["-c", $"cat >/dev/null; rm -rf '{directory}'"], asOwner: false, hasInput: true);
        var data = Path.Combine(directory, "data");
        Run(Path.Combine(FindPrograms()!, "initdb"), ["-D", data, "-U", "windrow", "-A", "trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"]);
        return (data, watcher);
    }

    private static void GiveToOwner(string directory)
    {
        if (Environment.UserName == "root")
            Run("chown", ["postgres", directory], asOwner: false);
    }

    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var places = (System.IO.Directory.Exists(Debian) ? System.IO.Directory.GetDirectories(Debian).OrderDescending(StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")) : [])
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'));
        return places.FirstOrDefault(static place => Needed.All(program => File.Exists(Path.Combine(place, program))));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(string program, IEnumerable<string> arguments, bool asOwner, bool hasInput = false)
    {
        string[] command = [.. asOwner && Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : Array.Empty<string>(), program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = hasInput, RedirectStandardOutput = !hasInput, RedirectStandardError = !hasInput, WorkingDirectory = "/" };
        return Process.Start(start)!;
    }

    private static string Run(string program, string[] arguments, bool asOwner = true)
    {
        using var process = Start(program, arguments, asOwner);

        // The server inherits the pipes of pg_ctl, so their end is not waited for.
        if (Path.GetFileName(program) == "pg_ctl")
        {
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }

        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.TrimEnd('\n') : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}");
    }

    private string Program(string name) => Path.Combine(_programs, name);
}
