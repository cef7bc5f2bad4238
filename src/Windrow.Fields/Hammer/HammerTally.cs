namespace Windrow.Fields.Hammer;

/// <summary>What a server has found in what it got.</summary>
/// <param name="Expected">Fields whose server it is.</param>
/// <param name="Fields">Different ones that have come.</param>
/// <param name="Doubled">That came once more.</param>
/// <param name="Wrong">That are none of the load, of another server, or have a wrong value.</param>
/// <param name="MostMemory">Bytes of payload, open fields included, at most.</param>
/// <param name="Problem">The first thing that was wrong; null: nothing was.</param>
public sealed record HammerTally(int Expected, int Fields, int Doubled, int Wrong, long MostMemory, string? Problem)
{
    public int Lost => Expected - Fields;

    public bool IsGood => Lost == 0 && Doubled == 0 && Wrong == 0 && Problem is null;
}
