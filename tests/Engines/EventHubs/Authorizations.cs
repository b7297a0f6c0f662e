using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Listener;

namespace ImOrleans.Engines.EventHubs;

/// <summary>The node <c>$cbs</c>: a client puts its tokens there before it opens links on the same connection.</summary>
internal sealed class Authorizations(AccessTokens tokens) : IRequestProcessor
{
    private readonly ConditionalWeakTable<Connection, ConcurrentBag<string>> opened = [];

    public int Credit => 100;

    public void Process(RequestContext requestContext)
    {
        string? path = tokens.Check(requestContext.Message.Body as string);
        if (path is not null)
        {
            opened.GetOrCreateValue(requestContext.Link.Session.Connection).Add(path);
        }

        requestContext.Complete(path is null ? Answers.Of(401, "InvalidSignature: The token has an invalid signature.") : Answers.Of(202,
            "Accepted"));
    }

    /// <exception cref="AmqpException">The connection has put no token for this path.</exception>
    public void Ensure(Link link, string path)
    {
        if (!opened.TryGetValue(link.Session.Connection, out ConcurrentBag<string>? paths)
            || !paths.Any(one => AccessTokens.Covers(one, path)))
        {
            throw Refusals.NoAccess(path).ToException();
        }
    }
}
