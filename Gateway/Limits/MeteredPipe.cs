using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ImOrleans.Gateway.Limits;

/// <summary>Counts what was written to a connection and waits for its client to read. A client that keeps up costs two additions a frame.</summary>
internal sealed class MeteredPipe(IDuplexPipe inner, UnsentBytes unsent) : IDuplexPipe
{
    public PipeReader Input => inner.Input;

    public PipeWriter Output { get; } = new Writer(inner.Output, unsent);

    /// <summary>Before anything is written.</summary>
    public static void Install(IFeatureCollection connection, UnsentBytes unsent)
    {
        IConnectionTransportFeature transport = connection.GetRequiredFeature<IConnectionTransportFeature>();
        transport.Transport = new MeteredPipe(transport.Transport, unsent);
    }

    /// <summary>One writer at a time, as any pipe.</summary>
    private sealed class Writer(PipeWriter inner, UnsentBytes unsent) : PipeWriter
    {
        private long advanced;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void Advance(int bytes)
        {
            advanced += bytes;
            inner.Advance(bytes);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            Meter(inner.FlushAsync(cancellationToken), 0);

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
            Meter(inner.WriteAsync(source, cancellationToken), source.Length);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        private ValueTask<FlushResult> Meter(ValueTask<FlushResult> flush, long bytes)
        {
            bytes += advanced;
            advanced = 0;
            return flush.IsCompleted ? flush : WaitAsync(flush, bytes);
        }

        private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush, long bytes)
        {
            unsent.Add(bytes);
            try
            {
                return await flush;
            }
            finally
            {
                unsent.Remove(bytes);
            }
        }
    }
}
