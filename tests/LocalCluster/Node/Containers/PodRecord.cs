using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node.Logs;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>What the node knows of one pod: its latest spec, and how its containers are. Safe to use from every task of the pod.</summary>
internal sealed class PodRecord
{
    private readonly Lock _lock = new();
    private readonly Action<PodRecord> _changed;
    private readonly List<ContainerRecord> _containers;
    private JsonObject _pod;
    private string? _address;
    private bool _initialized;
    private (string Reason, string Message)? _failure;

    /// <param name="pod">The pod as it was given to the node.</param>
    /// <param name="changed">Called after every change, outside the lock.</param>
    public PodRecord(JsonObject pod, Action<PodRecord> changed)
    {
        (_pod, _changed) = (pod, changed);
        Uid = pod.Uid();
        Key = ObjectKey.Of(pod);
        _containers =
        [
            .. pod.Items("spec", "initContainers").Select(spec => new ContainerRecord(spec, isInit: true)),
            .. pod.Items("spec", "containers").Select(spec => new ContainerRecord(spec, isInit: false)),
        ];
    }

    public string Uid { get; }

    public ObjectKey Key { get; }

    public JsonObject Pod
    {
        get { lock (_lock) return _pod; }
    }

    public string? Address
    {
        get { lock (_lock) return _address; }
    }

    public IReadOnlyList<ContainerRecord> InitContainers => [.. _containers.Where(container => container.IsInit)];

    public IReadOnlyList<ContainerRecord> Containers => [.. _containers.Where(container => !container.IsInit)];

    /// <summary>Takes a newer version of the object; images of containers may have changed.</summary>
    public void Update(JsonObject pod)
    {
        lock (_lock)
        {
            _pod = pod;
            foreach (var spec in pod.Items("spec", "initContainers").Concat(pod.Items("spec", "containers")))
            {
                if (_containers.FirstOrDefault(container => container.Name == spec.Text("name")) is { } container) container.Spec = spec;
            }
        }
    }

    public void SetAddress(string address) => Change(() => _address = address);

    public void SetInitialized() => Change(() => _initialized = true);

    /// <summary>The pod as a whole has failed, whatever its containers say.</summary>
    public void Fail(string reason, string message) => Change(() => _failure = (reason, message));

    /// <summary>Changes the record of a container, and tells that it has.</summary>
    public void Change(Action change)
    {
        lock (_lock) change();
        _changed(this);
    }

    /// <summary>Reads something while nothing changes.</summary>
    public T Read<T>(Func<T> read)
    {
        lock (_lock) return read();
    }

    /// <summary>The status to publish, based on the one published before.</summary>
    public JsonObject Status(JsonObject published, string hostAddress, DateTimeOffset now)
    {
        lock (_lock) return PodStatus.Of(published, _containers, _address, _initialized, _failure, hostAddress, now);
    }

    /// <summary>The containers that run now.</summary>
    public IReadOnlyList<RunningContainer> Running()
    {
        lock (_lock)
        {
            return [.. _containers.Where(container => container.State is ContainerState.Running)
                .Select(container => new RunningContainer(Uid, container.Name, container.ProcessId))];
        }
    }

    /// <summary>The log of a container's run now, or of the one before; null where there is none.</summary>
    public ContainerLog? LogOf(string container, bool previous)
    {
        lock (_lock)
        {
            var record = _containers.FirstOrDefault(candidate => candidate.Name == container);
            return previous ? record?.PreviousLog : record?.Log;
        }
    }

    /// <summary>The run a container is in and its log; null where it has not started, or waits to start again.</summary>
    public (IContainerRun Run, ContainerLog Log)? RunOf(string container)
    {
        lock (_lock)
        {
            var record = _containers.FirstOrDefault(candidate => candidate.Name == container);
            return record is { Run: { } run, Log: { } log } ? (run, log) : null;
        }
    }

    /// <summary>Closes the logs; the pod is gone.</summary>
    public void CloseLogs()
    {
        foreach (var container in _containers)
        {
            container.Log?.Dispose();
            container.PreviousLog?.Dispose();
        }
    }
}
