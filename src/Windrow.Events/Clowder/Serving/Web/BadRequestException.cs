using System.Net;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>A request cannot be carried out; its message says why.</summary>
internal sealed class BadRequestException(string message, HttpStatusCode status = HttpStatusCode.BadRequest) : Exception(message)
{
    public HttpStatusCode Status => status;
}
