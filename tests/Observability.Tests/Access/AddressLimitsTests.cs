using System.Net;
using Pdp.Observability.Access;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Access;

public sealed class AddressLimitsTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1")]
    [InlineData("2001:db8::1", "2001:db8::ffff:2")]
    public void Addresses_of_one_owner_are_one(string one, string other)
    {
        var limits = Limits(1);

        Assert.Null(limits.Take(IPAddress.Parse(one)));
        Assert.NotNull(limits.Take(IPAddress.Parse(other)));
        Assert.Null(limits.Take(IPAddress.Parse("10.0.0.2")));
        Assert.Null(limits.Take(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void However_many_come_memory_is_bounded_and_those_beyond_share_what_is_left()
    {
        var limits = Limits(1);
        for (var i = 0; i < AddressLimits.MostAddresses; i++) Assert.Null(limits.Take(Address(i)));

        Assert.Null(limits.Take(Address(5000)));
        Assert.NotNull(limits.Take(Address(5001)));
        Assert.NotNull(limits.Take(Address(3)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(limits.Take(Address(5001)));
        Assert.Null(limits.Take(Address(5002)));
    }

    private AddressLimits Limits(int perMinute) => new(new AccessOptions { UnauthorizedPerMinute = perMinute }, _time);

    private static IPAddress Address(int number) => new([10, 1, (byte)(number >> 8), (byte)number]);
}
