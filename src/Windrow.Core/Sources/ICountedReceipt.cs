namespace Windrow.Core.Sources;

/// <summary>A receipt that several messages share, such as a file's, and that knows how many it is still waiting for.</summary>
public interface ICountedReceipt
{
    /// <summary>One more delivery will come back with this receipt. Called before it can.</summary>
    void Accepted();
}
