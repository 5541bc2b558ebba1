use super::graph::Graph;
use super::{CORE, MAY_USE, NOT_FROM_CORE, ONLY_IN, violations};

/// A metadata answer in which every crate uses all it may.
fn metadata(plant: Option<(&str, &str, &str)>) -> String {
    let dependency = |name: &str, kind: &str| format!(r#"{{"name":"{name}","kind":{kind}}}"#);
    let packages: Vec<String> = MAY_USE
        .iter()
        .map(|(name, uses)| {
            let mut all: Vec<String> = uses.iter().map(|to| dependency(to, "null")).collect();
            if let Some((_, to, kind)) = plant.filter(|(from, ..)| from == name) {
                all.push(dependency(to, kind));
            }
            format!(r#"{{"name":"{name}","dependencies":[{}]}}"#, all.join(","))
        })
        .collect();
    format!(r#"{{"packages":[{}]}}"#, packages.join(","))
}

fn found(plant: Option<(&str, &str, &str)>) -> Vec<String> {
    let mut graph = Graph::default();
    graph.name(metadata(plant).as_bytes()).unwrap();
    for core in CORE {
        graph.reach(
            core,
            format!("{core} v0.1.0 (/somewhere)\nsha2 v0.11.0\n").as_bytes(),
        );
    }
    violations(&graph)
}

#[test]
fn the_house_as_designed_has_no_violation() {
    assert_eq!(found(None), Vec::<String>::new());
}

#[test]
fn every_arrow_that_is_not_in_the_table_is_found() {
    let mut planted = 0;
    for (from, uses) in MAY_USE {
        for (to, _) in MAY_USE {
            if from != to && !uses.contains(&to) {
                let expected = format!("{from} must not depend on {to}");
                for kind in ["null", r#""build""#] {
                    assert_eq!(found(Some((from, to, kind))).join(";"), expected);
                }
                assert!(found(Some((from, to, r#""dev""#))).is_empty());
                planted += 1;
            }
        }
    }
    assert!(planted > 50, "{planted}");
}

#[test]
fn an_outside_crate_in_the_wrong_room_is_found() {
    let mut planted = 0;
    for (outside, only) in ONLY_IN {
        for (from, _) in MAY_USE {
            let expected = format!("{from} must not depend on {outside}");
            let allowed = only.contains(&from);
            assert_eq!(found(Some((from, outside, "null"))) == [expected], !allowed);
            planted += usize::from(!allowed);
        }
    }
    assert!(planted > 30, "{planted}");
}

#[test]
fn what_core_reaches_through_others_is_found() {
    let mut planted = 0;
    for core in CORE {
        for far in NOT_FROM_CORE {
            let mut graph = Graph::default();
            graph.name(metadata(None).as_bytes()).unwrap();
            graph.reach(
                core,
                format!("{core} v0.1.0\nharmless v1.0.0\n{far} v1.0.0\n").as_bytes(),
            );
            assert_eq!(violations(&graph), [format!("{core} must not reach {far}")]);
            planted += 1;
        }
    }
    assert_eq!(planted, CORE.len() * NOT_FROM_CORE.len());
}

#[test]
fn rsa_anywhere_below_the_edge_is_found() {
    let mut graph = Graph::default();
    graph.name(metadata(None).as_bytes()).unwrap();
    graph.reach(
        "edge-worker",
        b"edge-worker v0.1.0\njwt v9.0.0\nrsa v0.9.0\n",
    );
    assert_eq!(violations(&graph), ["edge-worker must not reach rsa"]);
}

#[test]
fn a_new_crate_without_a_row_is_found() {
    let mut graph = Graph::default();
    graph
        .name(br#"{"packages":[{"name":"newcomer","dependencies":[]}]}"#)
        .unwrap();
    assert_eq!(
        violations(&graph),
        ["newcomer has no row in the table of arrows"]
    );
}
