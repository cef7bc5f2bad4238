using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Windrow.Core.Errors;

namespace Windrow.Events.Amqp.Brokers;

/// <summary>What a broker's refusal means, and what to do about it.</summary>
internal static class BrokerFailure
{
    private const int AccessRefused = 403;
    private const int NotFound = 404;
    private const int Locked = 405;
    private const int PreconditionFailed = 406;
    private const int NotAllowed = 530;
    private const int NotImplemented = 540;

    /// <summary>Waiting: the broker is not there, or ends a connection for reasons of its own. Permanent: it does not want what is asked.</summary>
    public static Failure From(Exception exception, BrokerAddress address) => exception switch
    {
        FailureException known => known.Failure,
        AuthenticationFailureException or PossibleAuthenticationFailureException => Failure.Permanent(
            $"{address} does not take the password of user '{address.User}'", "correct the user and the password in 'uri'", exception),
        OperationInterruptedException { ShutdownReason: { } reason } => From(reason, address),
        AuthenticationException => Failure.Permanent(
            $"{address}: there is no TLS with the broker: {exception.Message}", "correct 'tls': 'ca' for the broker's authority, 'server-name' for its name, 'certificate' for what it wants to see", exception),
        BrokerUnreachableException { InnerException: { } inner } => From(Root(inner), address),
        AggregateException { InnerException: { } inner } => From(Root(inner), address),
        ConnectFailureException { InnerException: { } inner } => From(inner, address),
        SocketException or IOException or TimeoutException or OperationCanceledException or AlreadyClosedException => new Failure(
            ErrorClass.Waiting, $"{address} cannot be reached: {Shortly(exception)}", null, exception),
        _ => new Failure(ErrorClass.Waiting, $"{address}: {exception.Message}", null, exception),
    };

    /// <summary>Why a channel or connection was closed.</summary>
    public static Failure From(ShutdownEventArgs reason, BrokerAddress address) => reason.ReplyCode switch
    {
        AccessRefused => Failure.Permanent($"{address}: the broker refuses access: {reason.ReplyText}", $"give user '{address.User}' the right to it: rabbitmqctl set_permissions"),
        NotFound => Failure.Permanent($"{address}: {reason.ReplyText}", "correct the name, or declare it with 'declare'"),
        Locked => Failure.Permanent($"{address}: somebody else has it for himself: {reason.ReplyText}", "end the other consumer, or take another queue"),
        PreconditionFailed => Failure.Permanent($"{address}: it is there and otherwise: {reason.ReplyText}", "declare it as it is, or write 'declare: passive' to take it as it is"),
        NotAllowed => Failure.Permanent($"{address}: the broker does not allow it: {reason.ReplyText}", $"correct the virtual host in 'uri', or give user '{address.User}' a right to it"),
        NotImplemented => Failure.Permanent($"{address}: the broker cannot do this: {reason.ReplyText}", "take another kind of queue, or a newer broker"),
        _ => new Failure(ErrorClass.Waiting, $"{address}: the connection has ended: {Said(reason)}", null, reason.Exception),
    };

    /// <summary>Whether the broker took a message away that was held for longer than it allows.</summary>
    public static bool IsHeldTooLong(ShutdownEventArgs reason) =>
        reason.ReplyCode == PreconditionFailed && reason.ReplyText.Contains("acknowledgement", StringComparison.Ordinal) && reason.ReplyText.Contains("timed out", StringComparison.Ordinal);

    private static string Said(ShutdownEventArgs reason) => reason.Exception is { } exception ? Shortly(exception) : reason.ReplyText;

    private static Exception Root(Exception exception)
    {
        // Several nodes were asked: one that answers says more than one that does not.
        if (exception is AggregateException { InnerExceptions: { Count: > 0 } all })
            return all.FirstOrDefault(static each => each is not (ConnectFailureException or SocketException)) ?? all[0];
        return exception;
    }

    private static string Shortly(Exception exception) => exception is OperationCanceledException or TimeoutException ? "it does not answer in time" : exception.Message;
}
