namespace Windrow.Exec.Rulechecker;

/// <summary>What becomes of members that come to a set when its rule has fired.</summary>
public enum LateMembers
{
    /// <summary>Nothing: a set fires once.</summary>
    Ignore,

    /// <summary>The rule is asked again, and may fire once for each size of the set.</summary>
    Amend,
}
