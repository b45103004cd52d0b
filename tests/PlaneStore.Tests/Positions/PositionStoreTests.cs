using Pdp.Core.Logs;
using Pdp.PlaneStore.Positions;
using Pdp.PlaneStore.Tests.Support;
using Pdp.Testing;

namespace Pdp.PlaneStore.Tests.Positions;

public sealed class PositionStoreTests : IDisposable
{
    private static readonly LogSource _web = new("acme", "shop", "prod", "web", "web-1", "main");
    private static readonly LogPosition _position = new("run-1", new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567), 3, 2);

    private readonly TempDirectory _directory = new();
    private readonly SeenByStore _seen = new();

    [Fact]
    public void What_was_set_is_there_after_a_restart_and_what_was_forgotten_is_not()
    {
        var other = _web with { Pod = "web-2" };
        using (var store = Open())
        {
            Assert.Null(store.Of(_web));
            store.Set([(_web, _position with { Taken = 1 }), (other, _position)]);
            store.Set([(_web, _position)]);
            store.Forget([other]);
        }
        using var again = Open();

        Assert.Equal(_position, again.Of(_web));
        Assert.Null(again.Of(other));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_set_aside_and_all_is_read_again()
    {
        _directory.Write("positions.db", new string('x', 5000));
        using var store = Open();

        Assert.Null(store.Of(_web));
        Assert.Single(_seen.Aside);
    }

    public void Dispose() => _directory.Dispose();

    private PositionStore Open() => PositionStore.Open(new PlaneStoreOptions { Directory = _directory.Path }, _seen);
}
