using Pdp.ControlStub.Store;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Store;

/// <summary>What every store must hold to. Each kind of store derives from this and says how it is opened.</summary>
public abstract partial class ControlStoreTests : IAsyncLifetime
{
    private readonly List<IControlStore> _opened = [];

    internal ManualTimeProvider Time { get; } = new();

    internal IControlStore Store { get; private set; } = null!;

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Store = await ReopenAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store of this test, the same one every time.</summary>
    internal abstract Task<IControlStore> OpenAsync(StoreLimits limits);

    /// <summary>Takes away what the test left.</summary>
    internal abstract ValueTask CleanAsync();

    /// <summary>Closes the store and opens it again, as a restart does.</summary>
    internal async Task<IControlStore> ReopenAsync(StoreLimits? limits = null)
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
        _opened.Clear();
        Store = await OpenAsync(limits ?? new StoreLimits { IntentsPerPlane = 5 });
        _opened.Add(Store);
        return Store;
    }
}
