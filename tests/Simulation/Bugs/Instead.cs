using System.Reflection;

namespace Pdp.Simulation.Bugs;

/// <summary>Stands before a part and does some of its calls otherwise; all others are passed through.</summary>
internal class Instead : DispatchProxy
{
    private object _real = null!;
    private Func<string, object?[], Func<object?>, object?> _call = null!;

    /// <summary>A part that does some calls otherwise.</summary>
    /// <param name="real">The part.</param>
    /// <param name="call">Told the method, its arguments, and how to make the real call.</param>
    public static T Of<T>(T real, Func<string, object?[], Func<object?>, object?> call) where T : class
    {
        var instead = Create<T, Instead>();
        var self = (Instead)(object)instead;
        (self._real, self._call) = (real, call);
        return instead;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var arguments = args ?? [];
        return _call(targetMethod!.Name, arguments, () => targetMethod.Invoke(_real, BindingFlags.DoNotWrapExceptions, null, arguments, null));
    }
}
