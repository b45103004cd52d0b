using Pdp.Kubernetes.Errors;
using Pdp.LocalCluster.Api;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Faults;

namespace Pdp.Simulation.Cluster;

/// <summary>
/// What lies between one process and the API server. A request that was sent arrives, whatever becomes of who sent it, unless it is lost on
/// the way; so a write can land long after its author died, gave up or was deposed.
/// </summary>
internal sealed class ApiLine(Timeline timeline, Lifeline life, TimeProvider clock, Dice dice, Weather weather)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>The clock of the process.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Whether the server cannot be reached from here now.</summary>
    public bool IsCut { get; set; }

    public double Chance() => dice.Chance();

    /// <summary>How long a message takes.</summary>
    public TimeSpan Travel() => dice.Between(TimeSpan.FromMilliseconds(0.5), TimeSpan.FromMilliseconds(weather.IsCalm ? 4 : 40));

    /// <summary>Sends a request and waits for its answer.</summary>
    public Task<T> CallAsync<T>(string about, Func<T> effect, bool isWrite, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!life.Cross($"before {about}")) return answer.Task;
        if (cancellationToken.CanBeCanceled)
        {
            var registration = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
            _ = answer.Task.ContinueWith(
                _ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        Send(about, effect, isWrite, answer);
        return answer.Task;
    }

    /// <summary>Waits while something travels to this process.</summary>
    public Task ArriveAsync(string what)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        timeline.After(Travel(), () =>
        {
            if (life.Cross(what)) life.Deliver(() => arrived.TrySetResult());
        });
        return arrived.Task;
    }

    /// <summary>Whether a watch is cut now.</summary>
    public bool LosesWatch() => IsCut || weather.Strikes(Fault.WatchCut);

    private void Send<T>(string about, Func<T> effect, bool isWrite, TaskCompletionSource<T> answer)
    {
        if (IsCut || weather.Strikes(Fault.RequestLost))
        {
            Fail(answer, dice.Happens(0.5) ? Travel() : _patience, Unreachable(about));
            return;
        }
        var late = isWrite && weather.Strikes(Fault.WriteLate) ? dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40)) : default;
        timeline.After(Travel() + late, () =>
        {
            if (weather.Strikes(Fault.ServerBusy))
            {
                Fail(answer, Travel(), Busy(about));
                return;
            }
            var outcome = Outcome(about, effect);
            life.Cross($"after {about}");
            if (IsCut || weather.Strikes(Fault.AnswerLost)) Fail(answer, _patience, Unreachable(about));
            else timeline.After(Travel(), () => life.Deliver(() => outcome(answer)));
        });
        // The real client gives an attempt up after a while; the request travels on.
        if (late > _patience) Fail(answer, _patience, Unreachable(about));
    }

    private void Fail<T>(TaskCompletionSource<T> answer, TimeSpan after, KubernetesException failure) =>
        timeline.After(after, () => life.Deliver(() => answer.TrySetException(failure)));

    private static Action<TaskCompletionSource<T>> Outcome<T>(string about, Func<T> effect)
    {
        try
        {
            var result = effect();
            return answer => answer.TrySetResult(result);
        }
        catch (ApiException refused)
        {
            var status = StatusReader.FromObject(refused.Status.ToJson(), refused.Status.Code, aboutSecret: false);
            return answer => answer.TrySetException(new KubernetesException(about, status));
        }
    }

    private static KubernetesException Unreachable(string about) =>
        new(about, new KubernetesStatus(0, StatusReason.Unreachable, "the connection was lost"));

    private static KubernetesException Busy(string about) =>
        new(about, new KubernetesStatus(503, StatusReason.ServiceUnavailable, "the server is busy"));
}
