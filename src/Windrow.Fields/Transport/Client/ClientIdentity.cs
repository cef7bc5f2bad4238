using System.Globalization;
using Windrow.Core;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <summary>Finds out which of a model's processes this one is.</summary>
internal static class ClientIdentity
{
    private static readonly (string Rank, string Size)[] Launchers =
    [
        ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
        ("PMI_RANK", "PMI_SIZE"),
        ("SLURM_PROCID", "SLURM_NTASKS"),
    ];

    /// <summary>By the options, else by the list of clients and this one's port, else by the launcher's variables.</summary>
    public static Peer Of(TransportTargetOptions options, EngineServices services)
    {
        var (id, size) = (options.Id, options.Count);
        var ports = options.Clients.SelectMany(static host => host.Ports).ToList();
        if (options.LocalPort is { } port && ports.IndexOf(port) is >= 0 and var place)
        {
            id ??= place;
            size ??= ports.Count;
        }

        foreach (var (rankName, sizeName) in Launchers)
        {
            if (Number(services.Environment(rankName)) is not { } rank)
                continue;
            id ??= rank;
            size ??= (int?)Number(services.Environment(sizeName));
            break;
        }

        return new Peer(options.Mpi.ClientGroup, id ?? services.Process.Id, size ?? 0);
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
