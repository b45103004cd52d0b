using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.Testing;

namespace Pdp.LogStore.Tests.Support;

/// <summary>A store in a directory of its own, that can be opened again.</summary>
internal sealed class OpenStore : IAsyncDisposable, ILogStoreEvents
{
    private readonly TempDirectory _directory = new();
    private readonly Func<LogStoreOptions, LogStoreOptions> _with;

    public OpenStore(Func<LogStoreOptions, LogStoreOptions>? with = null)
    {
        _with = with ?? (options => options);
        Store = Open();
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ManualTimeProvider Time { get; } = new();

    public SegmentedLogStore Store { get; private set; }

    public string Directory => _directory.Path;

    public List<(string File, DropReason Reason, long Entries)> Drops { get; } = [];

    public List<string> Aside { get; } = [];

    public Action OnDrop { get; set; } = () => { };

    public IEnumerable<string> Files(string kind = "default") =>
        System.IO.Directory.EnumerateFiles(Path.Combine(Directory, kind), "*.db").Order(StringComparer.Ordinal);

    public async Task ReopenAsync(Action? between = null)
    {
        await Store.DisposeAsync();
        between?.Invoke();
        Store = Open();
    }

    public Task AppendAsync(LogSource source, params LogEntry[] entries) => Store.AppendAsync([new SourceBatch(source, entries, null)], Stop);

    public Task<LogPage> QueryAsync(LogQuery query) => Store.QueryAsync(query, Stop);

    /// <summary>All pages of a query.</summary>
    public async Task<List<StoredEntry>> AllAsync(LogQuery query)
    {
        var all = new List<StoredEntry>();
        for (string? cursor = null; ;)
        {
            var page = await QueryAsync(query with { Cursor = cursor });
            all.AddRange(page.Entries);
            if ((cursor = page.Next) is null) return all;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _directory.Dispose();
    }

    void ILogStoreEvents.Dropped(string file, DropReason reason, long entries)
    {
        Drops.Add((file, reason, entries));
        OnDrop();
    }

    void ILogStoreEvents.SetAside(string file, Exception why) => Aside.Add(file);

    private SegmentedLogStore Open() => SegmentedLogStore.Open(_with(new LogStoreOptions { Directory = _directory.Path, MaxBytes = 64 << 20 }), Time, this);
}
