using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Windrow.Core.State;

namespace Windrow.Storage.Postgres;

/// <summary>The connections to the database of a state, all of them with its schema in the search path.</summary>
internal sealed class PostgresConnections : IDisposable
{
    private const int LongestIdentifier = 63;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _sessions;

    /// <summary>Connections to a database of others: what stands in it is found as in <c>psql</c>, unless the address names a schema.</summary>
    /// <exception cref="StateException">What the address says cannot be used.</exception>
    public static PostgresConnections OfOthers(DatabaseAddress address, string name) => new(address, address.Options.GetValueOrDefault("schema"), name);

    /// <param name="name">What the server is told of who connects, which operators see in <c>pg_stat_activity</c>.</param>
    /// <exception cref="StateException">What the address says cannot be used, such as a certificate that is no file.</exception>
    public PostgresConnections(StateLocation location, string name)
        : this(location.Database!, SchemaOf(location), name)
    {
    }

    private PostgresConnections(DatabaseAddress address, string? schema, string name)
    {
        (Address, Schema) = (address, schema ?? "public");
        try
        {
            _source = Build(Describe(Address, schema, $"{name} reads"));
            var sessions = Describe(Address, schema, name);
            sessions.Pooling = false;
            _sessions = Build(sessions);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new StateException(StateTrouble.Unusable, $"the database {Address} cannot be used: {exception.Message}", exception);
        }
    }

    public DatabaseAddress Address { get; }

    /// <summary>The schema with the tables of the flow, as it is in the catalogue.</summary>
    public string Schema { get; }

    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A connection of the pool.</summary>
    /// <exception cref="StateException">It cannot be reached.</exception>
    public NpgsqlConnection Open() => PostgresErrors.Translating(Address, _source.OpenConnection);

    /// <summary>A connection that ends when it is closed, and with it all that the server has for it.</summary>
    /// <exception cref="StateException">It cannot be reached.</exception>
    public NpgsqlConnection OpenSession() => PostgresErrors.Translating(Address, _sessions.OpenConnection);

    public void Dispose()
    {
        _source.Dispose();
        _sessions.Dispose();
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder connection)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(connection.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return builder.Build();
    }

    // One for each flow, so that one can be dropped, dumped and granted by itself.
    private static string SchemaOf(StateLocation location)
    {
        if (location.Database!.Options.TryGetValue("schema", out var schema))
            return schema;
        var name = $"windrow_{location.Flow}";
        if (Encoding.UTF8.GetByteCount(name) <= LongestIdentifier && !name.Contains('\0', StringComparison.Ordinal))
            return name;
        return $"windrow_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32]}";
    }

    private static NpgsqlConnectionStringBuilder Describe(DatabaseAddress address, string? schema, string name)
    {
        var connection = new NpgsqlConnectionStringBuilder
        {
            Database = address.Database,
            SearchPath = schema is null ? null : Quote(schema),
            ApplicationName = name,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            MaxPoolSize = 20,
            Timeout = 10,
            CommandTimeout = 60,
            CancellationTimeout = 2_000,
            KeepAlive = 20,
            IncludeErrorDetail = false,

            // A server that does not hear of us any more lets go of what we hold before long. 'off' would lose what was said to be durable.
            Options = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c idle_in_transaction_session_timeout=60000",
        };
        if (address.Host is { } host)
            connection.Host = host;
        if (address.Port is { } port)
            connection.Port = port;
        if (address.User is { } user)
            connection.Username = user;
        if (address.Password is { } password)
            connection.Password = password.Reveal();
        foreach (var (option, value) in address.Options)
            Set(connection, option, value);
        connection.Host ??= "localhost";
        return connection;
    }

    private static void Set(NpgsqlConnectionStringBuilder connection, string option, string value)
    {
        switch (option)
        {
            case "sslmode":
                connection.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                break;
            case "sslrootcert":
                connection.RootCertificate = value;
                break;
            case "sslcert":
                connection.SslCertificate = value;
                break;
            case "sslkey":
                connection.SslKey = value;
                break;
            case "passfile":
                connection.Passfile = value;
                break;
            case "connect_timeout":
                connection.Timeout = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                break;
        }
    }
}
