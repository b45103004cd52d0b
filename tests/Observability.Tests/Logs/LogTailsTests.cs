using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pdp.Core.Logs;
using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tailing;
using Pdp.Observability.Access;
using Pdp.Observability.Logs;
using Pdp.Protocol.Tokens;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Logs;

public sealed class LogTailsTests
{
    [Fact]
    public async Task A_reader_that_goes_while_it_is_written_to_and_a_line_is_waited_for_leaves_the_tail_in_good_order()
    {
        using var left = new CancellationTokenSource();
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (source, time) = (new OneLine(released.Task), new ManualTimeProvider());
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await using var body = new GoneWhenWrittenTo(left, released);
        await using var services = new ServiceCollection().AddSingleton<IHostApplicationLifetime>(new NeverStops()).BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = left.Token };
        context.Response.Body = body;
        context.Features.Set(new Caller(new ObservabilityClaims("ada", "eu-1", now, now + 600, "t1", [new ObservabilityScope([ObservabilityVerb.Logs])])));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new LogTails(source, new AccessOptions(), time).AnswerAsync(context));

        Assert.True(source.IsLeft);
    }

    private sealed class OneLine(Task released) : ILogSource
    {
        public bool IsLeft { get; private set; }

        public Task<LogPage> QueryAsync(LogQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async IAsyncEnumerable<TailItem> TailAsync(TailRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                yield return new TailItem.Line(new StoredEntry(
                    1, new LogSource("acme", "shop", "dev", "web", "web-1", "main"), new LogEntry(DateTimeOffset.UnixEpoch, Severity.Info, "hello")));
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            finally
            {
                // As a real one: it takes a moment to stop waiting.
                await released;
                IsLeft = true;
            }
        }
    }

    private sealed class GoneWhenWrittenTo(CancellationTokenSource left, TaskCompletionSource released) : MemoryStream
    {
        private int _writes;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await left.CancelAsync();
            // The second is the farewell; after it nothing is left to be done but to give up the tail.
            if (++_writes == 2) _ = Task.Run(released.SetResult, CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private sealed class NeverStops : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
