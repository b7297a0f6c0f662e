using System.Buffers;
using Microsoft.Extensions.Options;

namespace ImOrleans.Push.Sending;

/// <summary>
/// Reads the body of an answer within the attempt. One above <see cref="SendingOptions.MaxAnswerBytes"/> fails the attempt.
/// </summary>
internal sealed class BoundedAnswer(IOptions<SendingOptions> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        try
        {
            using HttpContent original = answer.Content;
            answer.Content = new ByteArrayContent(await ReadAsync(original, cancellationToken));
            return answer;
        }
        catch (IOException failure)
        {
            answer.Dispose();
            throw new HttpRequestException("The answer broke off.", failure);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        int bound = options.Value.MaxAnswerBytes + 1;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(bound);
        try
        {
            await using Stream body = await content.ReadAsStreamAsync(cancellation);
            int read = await body.ReadAtLeastAsync(buffer.AsMemory(0, bound), bound, throwOnEndOfStream: false, cancellation);
            return read < bound ? buffer[..read] : throw new HttpRequestException($"The answer has {bound} bytes or more.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
