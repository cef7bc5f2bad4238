using System.Diagnostics;
using Windrow.Core.IO;
using Windrow.Core.State;
using Windrow.Storage.Tests.Testing;
using Windrow.Testing.Compliance.Stores;

namespace Windrow.Storage.Tests.Compliance;

/// <summary>A store on SQLite in a directory of its own.</summary>
internal sealed class SqliteFixture : StoreFixture
{
    private readonly StateDirectory _directory = new();
    private readonly SqliteStates _states = new(new PhysicalFileSystem(), TimeProvider.System);

    public override bool Exists => _states.Exists(_directory.Path);

    public override IStateStore Open() => _states.Open(_directory.Path);

    public override IStateReader Look() => _states.Look(_directory.Path);

    public override IStateStore OpenLimited(long bytes) => _states.Open(_directory.Path, bytes);

    public override Process StartWriter() => WriterProcess.Start(_directory.Path);

    public override IReadOnlyDictionary<string, int> NamedPayloads()
    {
        using var database = _directory.Connect();
        return database.Words("SELECT hash || ' ' || holders FROM payload").Select(static row => row.Split(' ')).ToDictionary(static row => row[0], static row => int.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    public override IReadOnlyCollection<string> KeptPayloads() => _directory.PayloadFiles();

    public override void Damage(PayloadReference payload)
    {
        using var file = new FileStream(Path.Combine(_directory.Payloads, payload.Hash), FileMode.Open);
        file.Position = 77;
        file.WriteByte(1);
    }

    public override IReadOnlyList<string> Problems()
    {
        using var database = _directory.Connect();
        try
        {
            database.ShouldBeSound();
            return [];
        }
        catch (ShouldAssertException exception)
        {
            return [exception.Message];
        }
    }

    protected override void Dispose(bool disposing) => _directory.Dispose();
}
