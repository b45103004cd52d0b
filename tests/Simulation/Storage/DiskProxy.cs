using System.Collections.Concurrent;
using System.Reflection;
using Pdp.ControlStub.Store;

namespace Pdp.Simulation.Storage;

/// <summary>
/// Puts a <see cref="SimulatedDisk"/> before any interface of the store: every call that returns a task crosses the disk; parts of the store
/// are wrapped in turn; all else is passed through.
/// </summary>
internal class DiskProxy : DispatchProxy
{
    private static readonly MethodInfo _crossing = typeof(DiskProxy).GetMethod(nameof(CrossAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private static readonly ConcurrentDictionary<Type, MethodInfo> _crossings = new();

    private readonly Dictionary<MethodInfo, object> _parts = [];
    private object _real = null!;
    private SimulatedDisk _disk = null!;

    /// <summary>The store behind the disk.</summary>
    public static T Before<T>(T real, SimulatedDisk disk) where T : class => (T)Before(typeof(T), real, disk);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var (method, arguments) = (targetMethod!, args ?? []);
        if (method.ReturnType == typeof(Task)) return PlainAsync(method, arguments);
        if (method.ReturnType is { IsGenericType: true } task && task.GetGenericTypeDefinition() == typeof(Task<>))
            return _crossings.GetOrAdd(task.GetGenericArguments()[0], static result => _crossing.MakeGenericMethod(result)).Invoke(this, [method, arguments]);
        if (!method.IsSpecialName || method.ReturnType is not { IsInterface: true } part || part.Namespace != typeof(IControlStore).Namespace)
            return Call(method, arguments);
        if (!_parts.TryGetValue(method, out var wrapped)) _parts[method] = wrapped = Wrap(part, Call(method, arguments)!);
        return wrapped;
    }

    private object Wrap(Type part, object real) => real is IChangeFeed feed ? _disk.Before(feed) : Before(part, real, _disk);

    private static object Before(Type part, object real, SimulatedDisk disk)
    {
        var proxy = Create(part, typeof(DiskProxy));
        var self = (DiskProxy)proxy;
        (self._real, self._disk) = (real, disk);
        return proxy;
    }

    private Task PlainAsync(MethodInfo method, object?[] arguments) => _disk.CallAsync<object?>(method.Name, arguments, async () =>
    {
        await (Task)Call(method, arguments)!;
        return null;
    });

    private Task<T> CrossAsync<T>(MethodInfo method, object?[] arguments) =>
        _disk.CallAsync(method.Name, arguments, () => (Task<T>)Call(method, arguments)!);

    private object? Call(MethodInfo method, object?[] arguments) =>
        method.Invoke(_real, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
