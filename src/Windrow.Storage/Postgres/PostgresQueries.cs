using System.Text;
using Npgsql;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Collect.Expected;
using Windrow.Core.State;

namespace Windrow.Storage.Postgres;

/// <summary>Asks databases of PostgreSQL for numbers. What stands in braces is a parameter, never a part of the statement. Safe for several threads.</summary>
public sealed class PostgresQueries : IExpectedQueries, IDisposable
{
    private const int SecondsForAnswer = 10;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<DatabaseAddress, PostgresConnections> _connections = new(ReferenceEqualityComparer.Instance);

    public long? Ask(DatabaseAddress database, string query, Metadata values)
    {
        var connections = _connections.GetOrAdd(database, static database => PostgresConnections.OfOthers(database, "windrow asks"));
        return PostgresErrors.Translating(database, () =>
        {
            using var connection = connections.Open();
            using var command = new NpgsqlCommand { Connection = connection, CommandTimeout = SecondsForAnswer };
            command.CommandText = Bind(query, values, command);
            using var reader = command.ExecuteReader();
            return !reader.Read() || reader.IsDBNull(0) ? (long?)null : NumberOf(reader.GetValue(0));
        });
    }

    public void Dispose()
    {
        foreach (var connections in _connections.Values)
            connections.Dispose();
        _connections.Clear();
    }

    private static long NumberOf(object answer) => answer switch
    {
        long number => number,
        int number => number,
        short number => number,
        decimal number when number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue => (long)number,
        double number when number == Math.Truncate(number) && Math.Abs(number) < 1e15 => (long)number,
        _ => throw new StateException(StateTrouble.Refused, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the query gives '{answer}', which is no whole number of members")),
    };

    private static string Bind(string query, Metadata values, NpgsqlCommand command)
    {
        var text = new StringBuilder(query.Length);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = 0; at < query.Length;)
        {
            var open = query.IndexOf('{', at);
            var close = open < 0 ? -1 : query.IndexOf('}', open);
            if (close < 0)
            {
                text.Append(query, at, query.Length - at);
                break;
            }

            text.Append(query, at, open - at);
            var name = query[(open + 1)..close];
            if (!places.TryGetValue(name, out var place))
            {
                if (!values.TryGet(name, out var value))
                    throw new StateException(StateTrouble.Refused, $"the query asks for '{{{name}}}', which is no key of the set");
                places.Add(name, place = places.Count + 1);
                command.Parameters.Add(value.TryGetInt64(out var number) ? PostgresParameters.Of(number) : PostgresParameters.Of(value.ToString()));
            }

            text.Append('$').Append(place);
            at = close + 1;
        }

        return text.ToString();
    }
}
