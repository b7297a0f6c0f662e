using System.Net;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Outbound;

/// <summary>Bounds each request of the outbound client and its answer. The answer is in memory when it is returned.</summary>
internal sealed class OutboundHandler(IOptions<OutboundOptions> options, TimeProvider time) : DelegatingHandler
{
    private const int BufferBytes = 16 * 1_024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri address = request.RequestUri!;
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        {
            throw new OutboundException($"{address.Scheme} is not a scheme that this server requests; it must be http or https.")
            {
                Forbids = true,
            };
        }

        // HTTP/3 does not connect through OutboundConnector.
        (request.Version, request.VersionPolicy) = (HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower);
        using CancellationTokenSource deadline = new(options.Value.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await SendWithinAsync(request, address.Host, either.Token);
        }
        catch (HttpRequestException e) when (e.InnerException is OutboundException refusal)
        {
            // The connection pool wraps what the connector throws.
            throw new OutboundException(refusal.Message, e) { Forbids = refusal.Forbids };
        }
        catch (IOException e)
        {
            throw new OutboundException($"The answer of {address.Host} broke off.", e);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new OutboundException($"{address.Host} did not answer within {options.Value.Timeout}.", e);
        }
    }

    private async Task<HttpResponseMessage> SendWithinAsync(HttpRequestMessage request, string host, CancellationToken cancellation)
    {
        HttpResponseMessage answer = await base.SendAsync(request, cancellation);
        try
        {
            if ((int)answer.StatusCode is (>= 300 and <= 303) or 307 or 308 && answer.Headers.Location is not null)
            {
                throw new OutboundException(
                    $"{host} redirects more than {options.Value.MaxRedirects} times, or to a scheme that is not followed.")
                {
                    Forbids = true,
                };
            }

            answer.Content = await ReadAsync(answer.Content, host, cancellation);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async Task<ByteArrayContent> ReadAsync(HttpContent content, string host, CancellationToken cancellation)
    {
        using HttpContent original = content;
        await using Stream body = await original.ReadAsStreamAsync(cancellation);
        using MemoryStream read = new();
        byte[] buffer = new byte[BufferBytes];
        while (await body.ReadAsync(buffer, cancellation) is > 0 and int count)
        {
            if (read.Length + count > options.Value.MaxAnswerBytes)
            {
                throw new OutboundException($"The answer of {host} is longer than {options.Value.MaxAnswerBytes} bytes.");
            }

            read.Write(buffer, 0, count);
        }

        ByteArrayContent copy = new(read.ToArray());
        foreach ((string name, IEnumerable<string> values) in original.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }
}
