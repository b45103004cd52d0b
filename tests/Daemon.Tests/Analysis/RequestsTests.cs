using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pdp.Core.Analysis;
using Pdp.Daemon.Analysis;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Analysis;

/// <summary>Pods are real HTTP servers here.</summary>
public sealed class RequestsTests : IAsyncLifetime
{
    private static readonly RequestsSpec _errors = new() { Measure = RequestsMeasure.ErrorRate, Port = "metrics" };
    private static readonly AnalysisSpec _analysis = new() { Name = "errors", Requests = _errors, Max = 0.1 };

    private readonly RequestsSource _source = new(TimeProvider.System, NullLogger<RequestsSource>.Instance);
    private readonly Pod _one = new();
    private readonly Pod _two = new();

    public async ValueTask InitializeAsync()
    {
        await _one.StartAsync();
        await _two.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _source.Dispose();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task First_all_that_was_counted_is_measured_then_what_came_since()
    {
        (_one.Good, _one.Bad, _two.Good) = (30, 10, 40);
        Assert.Equal(new Measurement("errors", 0.125), await MeasureAsync(_one, _two));

        (_one.Good, _two.Good, _two.Bad) = (60, 60, 50);
        Assert.Equal(new Measurement("errors", 0.5), await MeasureAsync(_one, _two));
        Assert.Equal(new Measurement("errors", null, "0 requests since it was measured last, fewer than 1"), await MeasureAsync(_one, _two));
    }

    [Fact]
    public async Task Another_revision_is_counted_from_its_own_beginning()
    {
        _one.Good = 40;
        await MeasureAsync(_one);
        (_one.Good, _one.Bad) = (41, 41);

        var other = await _source.MeasureAsync(_analysis, _errors, Subject("cart--b", _one.Address), CancellationToken.None);
        Assert.Equal(0.5, other.Value);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(500)]
    public async Task One_pod_that_does_not_tell_is_enough_to_know_nothing(int status)
    {
        (_one.Good, _two.Good, _two.Status) = (10, 10, status);

        var measured = await MeasureAsync(_one, _two);

        Assert.Equal((null, $"pod {_two.Name} answers {status}"), (measured.Value, measured.Message));
    }

    [Fact]
    public async Task A_pod_that_is_gone_or_has_no_address_tells_nothing()
    {
        await _two.StopAsync();

        Assert.Equal($"pod {_two.Name} does not tell its metrics", (await MeasureAsync(_two)).Message);
        var unborn = _one.Address with { Address = "" };
        Assert.Equal($"pod {_one.Name} has no port metrics yet", (await _source.MeasureAsync(_analysis, _errors, Subject("cart--a", unborn), CancellationToken.None)).Message);
        Assert.Equal("there are no pods to ask", (await MeasureAsync()).Message);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        _one.Padding = new string('#', 5 * 1024 * 1024);

        var measured = await MeasureAsync(_one);

        Assert.Equal((null, $"pod {_one.Name} does not tell its metrics"), (measured.Value, measured.Message));
    }

    private Task<Measurement> MeasureAsync(params Pod[] pods) =>
        _source.MeasureAsync(_analysis, _errors, Subject("cart--a", [.. pods.Select(pod => pod.Address)]), CancellationToken.None);

    private static AnalysisSubject Subject(string workload, params IReadOnlyList<SubjectPod> pods) => new("place", "cart", workload, "a") { Pods = pods };

    private sealed class Pod : IAsyncDisposable
    {
        private readonly WebApplication _app;

        public Pod()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            builder.Logging.ClearProviders();
            _app = builder.Build();
            _app.MapGet("/metrics", context =>
            {
                context.Response.StatusCode = Status;
                return context.Response.WriteAsync($"{Padding}\nhttp_requests_total{{code=\"200\"}} {Good}\nhttp_requests_total{{code=\"500\"}} {Bad}\n");
            });
        }

        public string Name { get; } = $"cart-{Guid.NewGuid():N}";

        public int Good { get; set; }

        public int Bad { get; set; }

        public int Status { get; set; } = 200;

        public string Padding { get; set; } = "";

        public SubjectPod Address { get; private set; } = null!;

        public async Task StartAsync()
        {
            await _app.StartAsync();
            var address = new Uri(_app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            Address = new SubjectPod($"uid-{Name}", Name, address.Host, new Dictionary<string, int> { ["metrics"] = address.Port });
        }

        public Task StopAsync() => _app.StopAsync();

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
