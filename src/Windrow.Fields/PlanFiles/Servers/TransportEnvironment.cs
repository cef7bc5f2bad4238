using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>multio's environment variables for its transports. An empty variable counts as one that is not set.</summary>
internal sealed class TransportEnvironment(Func<string, string?> environment, DiagnosticBag diagnostics)
{
    private static readonly string[] Distributions = ["hashed_to_single", "hashed_cyclic", "even"];

    /// <param name="side"><c>CLIENT</c> or <c>SERVER</c>, whose variables win over those of both.</param>
    public BufferPoolSettings Pool(string side) => new(
        (int?)(Number($"MULTIO_{side}_MPI_POOL_SIZE", int.MaxValue) ?? Number("MULTIO_MPI_POOL_SIZE", int.MaxValue)),
        Number($"MULTIO_{side}_MPI_BUFFER_SIZE", long.MaxValue) ?? Number("MULTIO_MPI_BUFFER_SIZE", long.MaxValue) ?? BufferPoolSettings.DefaultSize);

    public ServerDistribution Distribution()
    {
        const string Name = "MULTIO_SERVER_DISTRIBUTION";
        switch (environment(Name))
        {
            case null or "" or "hashed_to_single":
                return ServerDistribution.HashedToSingle;
            case "hashed_cyclic":
                return ServerDistribution.HashedCyclic;
            case "even":
                return ServerDistribution.Even;
            case var other:
                diagnostics.Error(Rules.UnknownChoice, At(Name), $"there is no distribution '{other}'{Suggestion.Clause(other, Distributions)}", $"set {Name} to one of {string.Join(", ", Distributions)}");
                return ServerDistribution.HashedToSingle;
        }
    }

    public int UsedServers() => (int)(Number("MULTIO_USED_SERVERS", int.MaxValue) ?? 1);

    private long? Number(string name, long most)
    {
        if (environment(name) is not { Length: > 0 } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most)
            return number;
        diagnostics.Error(Rules.WrongType, At(name), $"{name} is '{text}', which is no whole number from 1 on", $"set it to a number, or unset it");
        return null;
    }

    private static SourceLocation At(string name) => new($"environment variable {name}", 0, 0);
}
