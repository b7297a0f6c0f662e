namespace ImOrleans.Push.Sending;

/// <summary>
/// Before all attempts, computes the body of the request once: a body that is made while it is sent would be empty the second time.
/// </summary>
internal sealed class RepeatableContent : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(cancellationToken);
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
