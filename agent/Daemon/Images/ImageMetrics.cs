using System.Diagnostics.Metrics;

namespace Pdp.Daemon.Images;

/// <summary>Measures the work with registries. Labels name the registries the customer listed, never images.</summary>
internal sealed class ImageMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Images";

    private readonly Counter<long> _calls;
    private readonly Counter<long> _followed;

    public ImageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _calls = meter.CreateCounter<long>("pdp.agent.images.calls", "{call}", "Calls to registries, by registry, call and result.");
        _followed = meter.CreateCounter<long>("pdp.agent.images.followed", "{image}", "New images found by following tags, by registry.");
    }

    /// <summary>How a failure is counted.</summary>
    public static string ResultOf(RegistryFault fault) => fault switch
    {
        RegistryFault.NotFound => "not_found",
        RegistryFault.Denied => "denied",
        RegistryFault.Throttled => "throttled",
        RegistryFault.Unavailable => "unavailable",
        _ => "malformed",
    };

    /// <summary>A registry was called.</summary>
    public void Called(string registry, string call, string result) =>
        _calls.Add(1, new("registry", registry), new("call", call), new("result", result));

    /// <summary>A followed tag is another, or stands for another digest.</summary>
    public void Moved(string registry) => _followed.Add(1, new KeyValuePair<string, object?>("registry", registry));
}
