// Samples are read, not run: what they could be instead does not matter.
#pragma warning disable CA1822, CS0649, MA0048
using Pdp.Architecture.Tests.Dependencies.Samples.Hidden;

namespace Pdp.Architecture.Tests.Dependencies.Samples.Users;

// One class per way of using a type. The checker must see each of them; CheckerTests names the member it must report.
internal abstract class ByBase : Forbidden;

internal abstract class ByInterface : IForbidden;

internal abstract class ByConstraint<T>
    where T : Forbidden;

[Forbidden]
internal abstract class ByAttribute;

internal abstract class ByAttributeArgument
{
    [System.ComponentModel.TypeConverter(typeof(Forbidden))]
    public int Property { get; init; }
}

internal sealed class ByField
{
    internal Forbidden? Held;
}

internal sealed class ByProperty
{
    public Forbidden? Held => null;
}

internal sealed class ByParameter
{
    public void Take(IReadOnlyList<Forbidden[]> items) => GC.KeepAlive(items);
}

internal sealed class ByParameterAttribute
{
    public void Take([Forbidden] int number) => GC.KeepAlive(number);
}

internal sealed class ByCall
{
    public int Run() => 1 + Forbidden.Call();
}

internal sealed class ByFieldRead
{
    public int Run() => Forbidden.Field;
}

internal sealed class ByGenericArgument
{
    public object Run() => new List<Forbidden>();
}

internal sealed class ByGenericMethod
{
    public object? Run() => Array.Empty<Forbidden>();
}

internal sealed class ByTypeOf
{
    public string Run() => typeof(Forbidden).Name;
}

internal sealed class ByCast
{
    public bool Run(object what) => what is Forbidden;
}

internal sealed class ByCatch
{
    public int Run(Func<int> what)
    {
        try
        {
            return what();
        }
        catch (ForbiddenException)
        {
            return 0;
        }
    }
}

internal sealed class ByLambda
{
    public Func<int> Run(int start) => () => start + Forbidden.Call();
}

internal sealed class ByLocalFunction
{
    public int Run(int start)
    {
        return Inner();

        int Inner() => start + Forbidden.Call();
    }
}

internal sealed class ByAsync
{
    public async Task<int> RunAsync()
    {
        await Task.Yield();
        return Forbidden.Call();
    }
}

internal sealed class ByIterator
{
    public IEnumerable<int> Run()
    {
        yield return Forbidden.Call();
    }
}

internal sealed class ByNested
{
    internal sealed class Inner
    {
        public int Run() => Forbidden.Call();
    }
}

internal sealed class BySwitch
{
    public int Run(int which) => which switch
    {
        0 => 10,
        1 => 11,
        2 => 12,
        3 => Forbidden.Call(),
        _ => 14,
    };
}

internal sealed class ByInternals
{
    public int Run() => Internals.Call();
}

internal sealed class ByClock
{
    public long Run() => Environment.TickCount64;
}

internal sealed class Innocent
{
    private readonly List<string> _names = [];

    public string Run() => string.Join(',', _names);
}
