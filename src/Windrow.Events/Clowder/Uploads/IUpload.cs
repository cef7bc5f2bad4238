using Windrow.Core.Errors;
using Windrow.Events.Clowder.Jobs;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>Something that is to be sent to the server of a job.</summary>
internal interface IUpload
{
    /// <summary>For people, as servers are told: <c>file metadata</c>.</summary>
    string Name { get; }

    /// <summary>Whether the server has it, asked when an earlier try may have got through.</summary>
    /// <exception cref="FailureException">The server answers something else.</exception>
    /// <exception cref="Outside.HostDownException">It does not answer.</exception>
    /// <param name="part">What the server has called the first half, where that was sent before; empty: it was not, or nobody knows.</param>
    bool IsThere(Job job, string part);

    /// <summary>Sends it.</summary>
    /// <param name="part">What the server has called the first half, where that was sent before; empty: it was not.</param>
    /// <param name="half">Called when the first half of two is there, with what the server calls it.</param>
    /// <inheritdoc cref="IsThere" path="/exception"/>
    void Send(Job job, string part, Action<string> half);
}
