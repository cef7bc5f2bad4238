namespace Windrow.Core.Tests.Configuration;

public sealed class InnerOptions
{
    public int Size { get; set; }
}
