using System.Text;

namespace Pdp.LocalCluster.Typed;

/// <summary>Where a walk over an object stands, spelled only when somebody asks: <c>spec.containers[0].name</c>.</summary>
internal sealed class FieldTrail
{
    private readonly List<object> _steps = [];

    public int Depth => _steps.Count;

    public void Push(string key) => _steps.Add(key);

    public void Push(int index) => _steps.Add(index);

    public void Pop() => _steps.RemoveAt(_steps.Count - 1);

    public string With(string key)
    {
        Push(key);
        var text = ToString();
        Pop();
        return text;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in _steps)
        {
            if (step is int index)
                text.Append('[').Append(index).Append(']');
            else
                text.Append(text.Length > 0 ? "." : "").Append(step);
        }
        return text.ToString();
    }
}
