//! Instances of dataclasses with slots, made and filled without running their Python `__init__`.
//!
//! A frozen dataclass assigns every field through `object.__setattr__`, by name. Here the field's member descriptor is
//! looked up once, when the plan is made, and its setter called directly. This is the one place of the binding with
//! `unsafe`: pyo3 has no safe form of these two calls, both of which are of the limited API.
#![allow(
    unsafe_code,
    reason = "pyo3 has no safe form of the two calls that are needed here"
)]

use std::mem;

use pyo3::exceptions::PyTypeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyType;

/// Makes instances of one class.
pub(crate) struct Maker(Py<PyType>);

impl Maker {
    /// For a class that Python made and whose instances hold nothing but their slots.
    pub(crate) fn of(class: &Bound<'_, PyType>) -> PyResult<Self> {
        let py = class.py();
        let object = py.get_type::<PyAny>();
        let plain = class.getattr("__new__")?.is(&object.getattr("__new__")?)
            && class.getattr("__dictoffset__")?.extract::<isize>()? == 0;
        if !plain {
            return Err(PyTypeError::new_err("a record is a dataclass with slots"));
        }
        Ok(Self(class.clone().unbind()))
    }

    /// An instance whose slots are empty.
    pub(crate) fn make<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: the pointer is that of a type object, kept alive by `self`. Its `__new__` is that of `object`, which does
        // the same: it asks the type to allocate. The allocation gives a new reference, or null with an exception set,
        // which `from_owned_ptr_or_err` tells apart.
        unsafe {
            let made = ffi::PyType_GenericAlloc(self.0.as_ptr().cast(), 0);
            Bound::from_owned_ptr_or_err(py, made)
        }
    }
}

/// Fills one slot of the instances of one class.
pub(crate) struct Slot {
    descriptor: Py<PyAny>,
    set: ffi::descrsetfunc,
}

impl Slot {
    /// The slot behind an attribute.
    pub(crate) fn of(class: &Bound<'_, PyType>, attribute: &str) -> PyResult<Self> {
        let py = class.py();
        let members = py.import("types")?.getattr("MemberDescriptorType")?;
        let descriptor = class.getattr("__dict__")?.get_item(attribute)?;
        if !descriptor.is_instance(&members)? {
            return Err(PyTypeError::new_err("a field of a record is a slot"));
        }
        // SAFETY: the type of an object is a type object for as long as the object lives. `Py_tp_descr_set` names a
        // function of type `descrsetfunc`, as Python's documentation of type slots says, or null where there is none.
        let set = unsafe {
            let found = ffi::PyType_GetSlot(ffi::Py_TYPE(descriptor.as_ptr()), ffi::Py_tp_descr_set);
            mem::transmute::<*mut std::ffi::c_void, Option<ffi::descrsetfunc>>(found)
        };
        let set = set.ok_or_else(|| PyTypeError::new_err("a field of a record can be set"))?;
        Ok(Self {
            descriptor: descriptor.unbind(),
            set,
        })
    }

    /// Gives the slot of `instance` a value.
    pub(crate) fn fill(&self, instance: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        // SAFETY: all three are live objects, and the interpreter is attached, since `instance` is bound to it. The setter
        // checks itself that the instance is of the descriptor's class; it takes a reference of its own to the value.
        let done = unsafe { (self.set)(self.descriptor.as_ptr(), instance.as_ptr(), value.as_ptr()) };
        if done == 0 {
            Ok(())
        } else {
            Err(PyErr::fetch(instance.py()))
        }
    }
}
