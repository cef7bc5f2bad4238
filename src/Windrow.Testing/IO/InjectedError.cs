using Windrow.Testing.Faults;

namespace Windrow.Testing.IO;

/// <summary>Errors as .NET makes them of an errno, with the operation in their message.</summary>
internal static class InjectedError
{
    private const int EIO = 5;
    private const int ENOSPC = 28;

    public static IOException Io(FaultPlan plan, string path) => new($"Input/output error : '{path}' ({plan})", EIO);

    public static IOException Full(FaultPlan plan, string path) => new($"No space left on device : '{path}' ({plan})", ENOSPC);
}
