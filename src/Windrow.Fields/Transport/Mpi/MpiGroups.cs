using System.Globalization;
using Windrow.Fields.Transport.Wire;
using Windrow.Native.Mpi;

namespace Windrow.Fields.Transport.Mpi;

/// <summary>Clients and servers of one model run, as multio finds them: its section 'mpi-communicators' and the defaults of that.</summary>
internal sealed class MpiGroups : IDisposable
{
    private const int ClientColor = 777;
    private const int ServerColor = 888;

    private readonly string _othersGroup;

    private MpiGroups(MpiCommunicator all, MpiCommunicator own, string ownGroup, string othersGroup)
    {
        _othersGroup = othersGroup;

        // Messages of its own, so that the model's are never taken for ours.
        All = all.Duplicate();
        var ownRanks = all.RanksOf(own);
        Others = [.. Enumerable.Range(0, all.Size).Except(ownRanks)];
        Self = new Peer(ownGroup, all.Rank, own.Size);
    }

    /// <summary>Clients and servers together.</summary>
    public MpiCommunicator All { get; }

    /// <summary>The numbers of the other side's processes.</summary>
    public IReadOnlyList<int> Others { get; }

    /// <summary>This process: the communicator's name, and its number among clients and servers together.</summary>
    public Peer Self { get; }

    /// <summary>Finds the groups. All clients and all servers have to call it.</summary>
    /// <exception cref="MpiException">There is no such communicator, or nobody on the other side.</exception>
    public static MpiGroups Of(MpiOptions options, bool isServer, MpiModel model)
    {
        MpiProcess.Enter();
        try
        {
            lock (MpiProcess.Turn)
            {
                var lookup = new Lookup(options, model);
                var all = lookup.Find(options.Group, 0);
                var (name, other) = isServer ? (options.ServerGroup, options.ClientGroup) : (options.ClientGroup, options.ServerGroup);
                var own = lookup.Find(name, 0);
                if (isServer)
                    model.ServerCommunicator = own.FortranHandle;
                else
                    model.ClientCommunicator = own.FortranHandle;
                var groups = new MpiGroups(all, own, name, other);
                return groups.Others.Count > 0
                    ? groups
                    : throw new MpiException($"all {all.Size} processes of '{options.Group}' are {(isServer ? "servers" : "clients")}; start some of them as {(isServer ? "clients" : "servers")}");
            }
        }
        catch
        {
            MpiProcess.Leave();
            throw;
        }
    }

    /// <summary>The name of a process of the other side.</summary>
    public string NameOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"{_othersGroup}/{rank}");

    public void Dispose() => MpiProcess.Leave();

    private sealed class Lookup(MpiOptions options, MpiModel model)
    {
        private readonly Dictionary<string, MpiCommunicator> _found = new(StringComparer.Ordinal) { ["world"] = MpiCommunicator.World };

        public MpiCommunicator Find(string name, int depth)
        {
            if (_found.TryGetValue(name, out var known))
                return known;
            if (depth > 16)
                throw new MpiException($"the communicator '{name}' is split from itself");
            var entry = options.Communicators.FirstOrDefault(entry => entry.Name == name);
            var isGroup = name == options.Group;
            var kind = entry?.Kind ?? (isGroup ? MpiCommunicatorKind.Passed : MpiCommunicatorKind.Split);
            var found = kind == MpiCommunicatorKind.Passed
                ? model.Passed(entry?.Default)
                : Find(entry?.Parent ?? (isGroup ? "world" : options.Group), depth + 1).Split(entry?.Color ?? ColorOf(name));
            _found.Add(name, found);
            return found;
        }

        private int ColorOf(string name) => name == options.ClientGroup
            ? ClientColor
            : name == options.ServerGroup ? ServerColor : throw new MpiException($"nothing says the colour of the communicator '{name}'; give it one under 'communicators'");
    }
}
