using Microsoft.Extensions.Logging.Abstractions;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Sqlite;
using Pdp.ControlStub.Tests.Store;
using Pdp.Protocol.Frames;
using Pdp.Testing;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Hosting;

public sealed class RetentionTests
{
    [Fact]
    public async Task Removals_done_a_week_ago_are_forgotten()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var directory = new TempDirectory();
        var time = new ManualTimeProvider(Start);
        await using var store = SqliteControlStore.Open(directory.Combine("control.db"), new StoreLimits(), time);
        await store.AddPlaneAsync();
        await store.Intents.CommitAsync(Changes((Intent("gone", 4, removed: true), 0)), cancel);
        await store.Intents.AcknowledgeAsync("east", First, Ack("gone", 4, AckOutcome.Stored), [], cancel);
        await store.Intents.SaveStatusesAsync("east", First, [new StatusRecord("gone", null, Start)], [], cancel);
        using var retention = new Retention(store.Intents, store.Catalogue, time, NullLogger<Retention>.Instance);
        await retention.StartAsync(cancel);
        await time.WaitForTimersAsync(cancellationToken: cancel);
        time.Advance(TimeSpan.FromDays(6));
        Assert.NotNull(await store.Intents.FindAsync("east", "gone", cancel));
        await time.AdvanceUntilAsync(
            () => store.Intents.FindAsync("east", "gone", cancel).IsCompletedSuccessfully
                && store.Intents.GenerationFloorAsync("east", cancel) is { IsCompletedSuccessfully: true, Result: 4 },
            TimeSpan.FromHours(1),
            cancellationToken: cancel);
        await retention.StopAsync(cancel);
    }
}
