namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Answers the requests for one kind of things.</summary>
internal interface IWebResource
{
    /// <returns>Null: the request is for something else.</returns>
    Task<Answer>? Answer(WebRequest request);
}
