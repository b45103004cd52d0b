using System.Net;

namespace Pdp.Observability.Access;

/// <summary>How often each address may ask without a good token. Remembers a bounded number of addresses; beyond it those that are new share one allowance.</summary>
internal sealed class AddressLimits(AccessOptions options, TimeProvider time)
{
    /// <summary>Most addresses that are told apart.</summary>
    public const int MostAddresses = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, TokenBucket> _addresses = [];
    private readonly long _started = time.GetTimestamp();
    private TokenBucket? _others;

    /// <summary>Takes from an address' allowance.</summary>
    /// <returns>Null when there was some left, otherwise how long until there is.</returns>
    public TimeSpan? Take(IPAddress? address)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_started);
            return Of(Network(address), now).Take(now);
        }
    }

    private TokenBucket Of(IPAddress address, TimeSpan now)
    {
        if (_addresses.TryGetValue(address, out var known)) return known;
        if (_addresses.Count >= MostAddresses) ForgetIdle(now);
        return _addresses.Count >= MostAddresses ? _others ??= New(now) : _addresses[address] = New(now);
    }

    private void ForgetIdle(TimeSpan now)
    {
        foreach (var (address, bucket) in _addresses)
        {
            if (bucket.IsFull(now)) _addresses.Remove(address);
        }
    }

    private TokenBucket New(TimeSpan now) => new(options.UnauthorizedPerMinute / 60.0, options.UnauthorizedPerMinute, now);

    // Who has one address of IPv6 has the other 2^64 of its network too.
    private static IPAddress Network(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes.Length > 8) bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
