using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Daemon.Reconcile;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Reconcile;

public sealed class StatusRhythmTests
{
    private static readonly IntentStatus _begun = new() { Phase = IntentPhase.Progressing, ObservedGeneration = 1 };

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly WrittenStatuses _written = new();
    private readonly StatusJournal _journal;
    private readonly StoredIntent _stored = new() { Id = "web", Uid = "1", ResourceVersion = "1", Hash = "", Tenant = "", Status = new IntentStatus() };

    public StatusRhythmTests() => _journal = new StatusJournal(_written, new NoRevisions(), _time);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task How_far_a_rollout_is_is_written_no_sooner_than_two_seconds_after_the_last_status()
    {
        var stored = await _journal.WriteAsync(_stored, _begun, Ct);
        _time.Advance(TimeSpan.FromSeconds(0.5));

        var wait = await _journal.ReportAsync(stored, _begun with { Message = "1 of 3 pods" }, Ct);
        Assert.Equal(TimeSpan.FromSeconds(1.5), wait);
        Assert.Equal([""], _written.Messages);

        _time.Advance(wait!.Value);
        Assert.Null(await _journal.ReportAsync(stored, _begun with { Message = "2 of 3 pods" }, Ct));
        Assert.Equal(["", "2 of 3 pods"], _written.Messages);
    }

    [Fact]
    public async Task News_are_written_at_once()
    {
        var stored = await _journal.WriteAsync(_stored, _begun, Ct);

        Assert.Null(await _journal.ReportAsync(stored, _begun with { Phase = IntentPhase.Healthy, Message = "as wanted" }, Ct));

        Assert.Equal(["", "as wanted"], _written.Messages);
    }

    [Fact]
    public async Task Whoever_has_not_written_before_writes_at_once()
    {
        var stored = _stored with { Status = _begun };

        Assert.Null(await _journal.ReportAsync(stored, _begun with { Message = "1 of 3 pods" }, Ct));

        Assert.Equal(["1 of 3 pods"], _written.Messages);
    }

    private sealed class NoRevisions : IRevisionStore
    {
        public Task<RevisionMark?> KeptAsync(StoredIntent intent, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Revision?> FindAsync(StoredIntent intent, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ClaimAsync(StoredIntent intent, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> BeginAsync(StoredIntent intent, Revision revision, IntentStatus status, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<StoredIntent> RecallAsync(StoredIntent intent, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SettleAsync(StoredIntent intent, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> KeepAsync(StoredIntent intent, Revision revision, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class WrittenStatuses : IIntentStore
    {
        private readonly List<string> _messages = [];

        public IReadOnlyList<string> Messages => _messages;

        public int Count => throw new NotSupportedException();

        public Task<StoredIntent> WriteStatusAsync(StoredIntent intent, IntentStatus status, CancellationToken cancellationToken)
        {
            _messages.Add(status.Message);
            return Task.FromResult(intent with { Status = status });
        }

        public Task WaitUntilLoadedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IReadOnlyList<StoredIntent> List() => throw new NotSupportedException();

        public StoredIntent? Find(string id) => throw new NotSupportedException();

        public long? RemovedAt(string id) => throw new NotSupportedException();

        public bool IsOver(string id) => throw new NotSupportedException();

        public IReadOnlyList<string> LatelyOver() => throw new NotSupportedException();

        public Task StoreAsync(VerifiedIntent intent, StoredIntent? replaces, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task RecordRemovalAsync(VerifiedIntent removal, StoredIntent? replaces, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<StoredIntent> ClaimAsync(StoredIntent intent, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredIntent> HoldAsync(StoredIntent intent, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ForgetAsync(StoredIntent intent, VerifiedIntent? removal, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
