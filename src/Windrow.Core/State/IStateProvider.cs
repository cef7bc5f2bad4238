namespace Windrow.Core.State;

/// <summary>Opens state stores. The program's composition decides which kind there is.</summary>
public interface IStateProvider
{
    /// <summary>Whether a store was made at a place before.</summary>
    bool Exists(StateLocation location);

    /// <summary>Looks into the store at a place, also while a process has it.</summary>
    /// <exception cref="StateException">There is none, or it cannot be read.</exception>
    IStateReader Look(StateLocation location);

    /// <summary>Opens the store at a place, and makes it when it is missing.</summary>
    /// <param name="maximum">Bytes that it may use, payloads included; 0: what the disk has.</param>
    /// <exception cref="StateException">It cannot be opened, or another process has it.</exception>
    IStateStore Open(StateLocation location, long maximum = 0);
}
